-- rows: LogKey
SELECT {{columns}} FROM log_keys ORDER BY time, verifier
