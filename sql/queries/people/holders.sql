-- rows: Holder
-- Who holds a role on a day; holders before deputies, first ones before second ones.
SELECT parent AS person, role, department, deputy, second_deputy, start_date
FROM role_grants
WHERE role = :role
  AND (start_date = '' OR start_date <= :today)
  AND (end_date = '' OR end_date >= :today)
ORDER BY deputy, second_deputy, parent, department
