-- rows: Count
-- Whatever a body has put into its record beside the program itself.
SELECT (SELECT count(*) FROM departments) + (SELECT count(*) FROM people) + (SELECT count(*) FROM datasets) AS count
