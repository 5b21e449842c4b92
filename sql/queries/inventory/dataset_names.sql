-- rows: ResourceName
-- Every name that is taken, page by page.
SELECT name FROM datasets
WHERE name > :after
ORDER BY name
LIMIT :limit
