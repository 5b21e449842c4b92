-- rows: MosaicSet
-- Records of people or events that are public or on their way, with a field that has the mark.
SELECT {{columns}} FROM datasets
WHERE state IN ('in_review', 'approved', 'scheduled', 'published') AND access = 'open' AND granularity <> 'aggregate'
  AND fields LIKE :marked
LIMIT :limit
