-- rows: MosaicSet
-- Those of sets.sql that somebody is to agree to, or to publish.
SELECT {{columns}} FROM datasets
WHERE (state IN ('in_review', 'approved', 'scheduled') OR (state = 'published' AND pending_edit = 1)) AND access = 'open'
  AND granularity <> 'aggregate' AND fields LIKE :marked
LIMIT :limit
