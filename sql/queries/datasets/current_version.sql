-- rows: DatasetVersion
SELECT {{columns}} FROM dataset_versions WHERE dataset = :dataset AND current = 1
