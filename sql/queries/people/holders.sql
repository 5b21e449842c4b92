-- rows: Holder
-- Who holds a role on a day; holders before deputies.
SELECT parent AS person, role, department, deputy
FROM role_grants
WHERE role = :role
  AND (start_date = '' OR start_date <= :today)
  AND (end_date = '' OR end_date >= :today)
ORDER BY deputy, parent, department
