-- What was cleared, set by set: the finest of all of them together is something that nobody looked at.
ALTER TABLE mosaic_clearings ADD COLUMN combinations TEXT NOT NULL DEFAULT '[]';
