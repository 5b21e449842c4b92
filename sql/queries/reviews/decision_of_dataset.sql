-- rows: Review
SELECT {{columns}} FROM reviews WHERE dataset = :dataset AND state = 'decided' ORDER BY decide_time DESC, name LIMIT 1
