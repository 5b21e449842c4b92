-- rows: Event
-- The steps after one state of a record, up to another.
SELECT {{columns}} FROM events
WHERE resource = :resource AND id > :after AND id <= :last
ORDER BY id
LIMIT 1000
