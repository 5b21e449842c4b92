-- rows: ReplayRow
SELECT {{columns}} FROM replays
WHERE expire_time < :now
ORDER BY expire_time, name
LIMIT :limit
