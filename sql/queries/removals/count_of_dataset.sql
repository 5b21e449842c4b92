-- rows: Count
SELECT COUNT(*) AS count FROM removals WHERE dataset = :dataset
