-- rows: Count
SELECT COUNT(*) AS count FROM reviews WHERE sampled = 1 AND decide_time >= :since AND decide_time <= :until
