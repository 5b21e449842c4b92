-- rows: Signal
SELECT {{columns}} FROM signals WHERE retract_time IS NULL ORDER BY name
