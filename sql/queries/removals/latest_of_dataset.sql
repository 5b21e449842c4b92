-- rows: Removal
SELECT {{columns}} FROM removals WHERE dataset = :dataset ORDER BY LENGTH(name) DESC, name DESC LIMIT 1
