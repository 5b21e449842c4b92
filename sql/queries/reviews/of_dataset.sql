-- rows: Review
SELECT {{columns}} FROM reviews WHERE dataset = :dataset ORDER BY name
