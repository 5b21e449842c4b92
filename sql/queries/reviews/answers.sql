-- rows: ReviewAnswer
-- The latest of each dataset comes last.
SELECT dataset, outcome FROM reviews WHERE state = 'decided' ORDER BY dataset, decide_time, LENGTH(name), name
