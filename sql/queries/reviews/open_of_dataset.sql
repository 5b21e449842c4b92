-- rows: Review
SELECT {{columns}} FROM reviews WHERE dataset = :dataset AND state = 'open' ORDER BY submit_time DESC, name LIMIT 1
