-- rows: Event
SELECT {{columns}} FROM events WHERE id = :event
