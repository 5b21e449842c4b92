-- rows: Incident
SELECT {{columns}} FROM incidents WHERE dataset = :dataset ORDER BY name
