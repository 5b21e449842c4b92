-- rows: Count
SELECT COALESCE(MAX(number), 0) AS count FROM dataset_versions WHERE dataset = :dataset
