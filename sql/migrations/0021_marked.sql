-- What not everybody sees, of a body that has any: for figures that must not depend on who asks.
DROP INDEX datasets_named;
CREATE INDEX datasets_marked ON datasets (name) WHERE marking <> '';
-- A clearing tells of sets that not everybody sees.
ALTER TABLE mosaic_clearings ADD COLUMN marking TEXT NOT NULL DEFAULT '';
ALTER TABLE mosaic_clearings ADD COLUMN department TEXT NOT NULL DEFAULT '';
-- What waits in each state, the longest in the inventory first. Not by the time of the last change: on PostgreSQL an edit
-- that changes a column of any index writes into all of them, and edits of other records then run again.
DROP INDEX datasets_waiting;
CREATE INDEX datasets_longest ON datasets (state, create_time, name);
