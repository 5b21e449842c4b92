-- rows: Count
-- Events that are no leaf yet.
SELECT count(*) AS count FROM events e WHERE NOT EXISTS (SELECT 1 FROM log_leaves l WHERE l.event_id = e.id)
