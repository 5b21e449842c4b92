-- rows: Count
SELECT COUNT(*) AS count FROM reviews WHERE dataset = :dataset
