-- rows: DatasetVersion
SELECT {{columns}} FROM dataset_versions WHERE name > :after ORDER BY name LIMIT :limit
