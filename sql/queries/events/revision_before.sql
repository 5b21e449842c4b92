-- rows: Revision
-- The state that the newest event of a verb put an end to.
SELECT {{columns}} FROM revisions
WHERE resource = :resource AND revision =
  (SELECT MAX(written.revision) - 1 FROM revisions written JOIN events ON events.id = written.event_id
   WHERE written.resource = :resource AND events.verb = :verb)
