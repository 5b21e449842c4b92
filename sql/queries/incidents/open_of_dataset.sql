-- rows: Incident
SELECT {{columns}} FROM incidents WHERE dataset = :dataset AND state = 'open' ORDER BY name LIMIT 1
