-- rows: Dataset
-- What waits to be put forward, whoever asks. A place in the queue is the same for all.
SELECT {{columns}} FROM datasets
WHERE access = 'open' AND state IN ('identified', 'inventoried', 'classified') ORDER BY name
