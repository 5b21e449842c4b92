-- rows: Revision
-- One state of a record, the newest where the number is zero.
SELECT {{columns}} FROM revisions
WHERE resource = :resource AND (revision = :revision OR :revision = 0)
ORDER BY revision DESC
LIMIT 1
