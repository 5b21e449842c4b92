-- rows: TimelineTitle
-- The titles of the datasets of one page of the timeline.
SELECT DISTINCT d.name AS dataset, CASE WHEN d.public_alias <> '' THEN d.public_alias ELSE d.title END AS title,
       d.department AS department, COALESCE(p.title, '') AS department_title,
       CASE WHEN d.listed = 1 OR d.state = 'published' OR (d.access = 'open' AND d.marking = '') THEN 1 ELSE 0 END AS listed,
       CASE WHEN d.public_alias <> '' THEN 1 ELSE 0 END AS aliased
FROM releases r
JOIN datasets d ON d.name = r.dataset
LEFT JOIN departments p ON p.name = d.department
WHERE r.last_day >= :first AND r.last_day <= :last
ORDER BY d.name
