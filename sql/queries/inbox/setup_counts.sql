-- rows: SetupCounts
SELECT (SELECT COUNT(*) FROM departments) AS departments,
       (SELECT COUNT(*) FROM people) AS people,
       (SELECT COUNT(DISTINCT parent) FROM role_grants WHERE role = 'administrator') AS administrators,
       (SELECT COUNT(DISTINCT parent) FROM role_grants
        WHERE role IN ('administrator', 'leadership', 'manager', 'owner', 'privacy_officer')) AS deciders,
       (SELECT COUNT(*) FROM tokens WHERE revoke_time IS NULL) AS tokens,
       (SELECT COUNT(*) FROM (SELECT name FROM datasets LIMIT 1) one) AS datasets,
       (SELECT COUNT(*) FROM (SELECT name FROM datasets
        WHERE (owner = '' OR classification IN ('', 'unassessed')) AND state <> 'withdrawn' LIMIT 1) lacking) AS incomplete
