-- rows: Review
-- The latest: of two decided at one instant the one with the higher number.
SELECT {{columns}} FROM reviews
WHERE dataset = :dataset AND state = 'decided'
ORDER BY decide_time DESC, LENGTH(name) DESC, name DESC
LIMIT 1
