-- rows: ResourceName
-- Every theme and keyword that a dataset has.
SELECT value AS name FROM datasets_themes
UNION
SELECT value AS name FROM datasets_keywords
