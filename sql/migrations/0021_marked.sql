-- What not everybody sees, of a body that has any: for figures that must not depend on who asks.
DROP INDEX datasets_named;
CREATE INDEX datasets_marked ON datasets (name) WHERE marking <> '';
-- A clearing tells of sets that not everybody sees.
ALTER TABLE mosaic_clearings ADD COLUMN marking TEXT NOT NULL DEFAULT '';
ALTER TABLE mosaic_clearings ADD COLUMN department TEXT NOT NULL DEFAULT '';
