-- rows: LogCheckpoint
SELECT {{columns}} FROM log_checkpoints WHERE size > :after ORDER BY size LIMIT :limit
