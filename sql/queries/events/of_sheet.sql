-- rows: Event
-- What one apply of a sheet wrote, an event a dataset; of the last of that id, since an id may be given again after a day.
SELECT {{columns}} FROM events
WHERE request_id = :request_id AND verb = 'dataset.sheet_applied'
  AND time = (SELECT max(time) FROM events WHERE request_id = :request_id AND verb = 'dataset.sheet_applied')
ORDER BY id
LIMIT 5000
