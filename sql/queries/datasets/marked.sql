-- rows: Dataset
-- What not everybody sees.
SELECT {{columns}} FROM datasets WHERE marking <> '' ORDER BY name
