-- rows: ResourceName
-- Who is away on a day.
SELECT name FROM people
WHERE away_end_date >= :today AND away_start_date <= :today
ORDER BY name
