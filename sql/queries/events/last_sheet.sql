-- rows: Event
SELECT {{columns}} FROM events
WHERE actor = :actor AND verb = 'dataset.sheet_applied'
ORDER BY id DESC
LIMIT 1
