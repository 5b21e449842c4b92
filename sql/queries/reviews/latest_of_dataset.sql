-- rows: Review
-- Of two opened at one instant the one with the higher number.
SELECT {{columns}} FROM reviews WHERE dataset = :dataset ORDER BY submit_time DESC, LENGTH(name) DESC, name DESC LIMIT 1
