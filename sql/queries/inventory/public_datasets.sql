-- rows: PublicDataset
-- What the public sees of published datasets, page by page.
SELECT {{columns}} FROM public_datasets
WHERE name > :after
ORDER BY name
LIMIT :limit
