-- rows: LogCheckpoint
SELECT {{columns}} FROM log_checkpoints WHERE size = :size
