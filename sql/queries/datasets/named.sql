-- rows: Dataset
-- What only its readers see.
SELECT {{columns}} FROM datasets WHERE marking = 'named' ORDER BY name
