-- rows: Event
SELECT {{columns}} FROM events WHERE resource = :resource AND id < :before ORDER BY id DESC LIMIT :limit
