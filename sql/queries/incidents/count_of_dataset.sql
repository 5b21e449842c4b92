-- rows: Count
SELECT COUNT(*) AS count FROM incidents WHERE dataset = :dataset
