-- rows: Event
-- What one apply of a sheet wrote, an event a dataset.
SELECT {{columns}} FROM events
WHERE request_id = :request_id AND verb = 'dataset.sheet_applied'
ORDER BY id
LIMIT 5000
