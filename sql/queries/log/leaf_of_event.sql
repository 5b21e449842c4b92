-- rows: LogLeaf
SELECT {{columns}} FROM log_leaves WHERE event_id = :event
