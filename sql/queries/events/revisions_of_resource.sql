-- rows: Revision
SELECT {{columns}} FROM revisions WHERE resource = :resource AND event_id >= :first AND event_id <= :last ORDER BY event_id
