-- rows: Holder
-- Who holds a role on a day: who is away that day behind all others, holders before deputies, first ones before second ones.
SELECT g.parent AS person, g.role AS role, g.department AS department, g.deputy AS deputy,
       g.second_deputy AS second_deputy, g.start_date AS start_date,
       CASE WHEN p.away_end_date >= :today AND p.away_start_date <= :today THEN p.away_end_date ELSE '' END AS away_until
FROM role_grants g JOIN people p ON p.name = g.parent
WHERE g.role = :role
  AND (g.start_date = '' OR g.start_date <= :today)
  AND (g.end_date = '' OR g.end_date >= :today)
ORDER BY CASE WHEN p.away_end_date >= :today AND p.away_start_date <= :today THEN 1 ELSE 0 END,
         g.deputy, g.second_deputy, g.parent, g.department
