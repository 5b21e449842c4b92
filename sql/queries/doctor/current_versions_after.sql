-- rows: DatasetVersion
SELECT {{columns}} FROM dataset_versions WHERE current = 1 AND dataset > :after ORDER BY dataset, name LIMIT :limit
