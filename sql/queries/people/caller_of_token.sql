-- rows: CallerRow
-- One statement, so that the mark is of the same moment: as long as it stands, so does the rest.
-- Which grants hold on this day is told by the zone of the body, outside.
SELECT t.name AS token, t.person AS person, p.display_name AS display_name, t.issued_by AS issued_by,
       COALESCE(g.role, '') AS role, COALESCE(g.department, '') AS department,
       COALESCE(g.start_date, '') AS start_date, COALESCE(g.end_date, '') AS end_date,
       COALESCE(b.time_zone, '') AS time_zone, t.expire_time AS expire_time,
       COALESCE((SELECT mark FROM caller_marks), '') AS mark
FROM token_secrets s
JOIN tokens t ON t.name = s.token
JOIN people p ON p.name = t.person
LEFT JOIN role_grants g ON g.parent = p.name
LEFT JOIN programs b ON b.name = 'program'
WHERE s.secret_hash = :secret_hash
  AND t.revoke_time IS NULL
  AND (t.expire_time IS NULL OR t.expire_time > :now)
ORDER BY g.position
