-- rows: Removal
SELECT {{columns}} FROM removals WHERE dataset = :dataset ORDER BY name
