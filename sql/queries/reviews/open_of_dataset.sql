-- rows: Review
-- There is one at most. An order would have SQLite look for it among all open ones, in that order.
SELECT {{columns}} FROM reviews WHERE dataset = :dataset AND state = 'open' LIMIT 1
