-- rows: Dataset
SELECT {{columns}} FROM datasets WHERE series = :series AND state = 'published' ORDER BY name
