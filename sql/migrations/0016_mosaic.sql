-- What was looked at together with what else is public, and cleared.
CREATE TABLE mosaic_clearings (
  name TEXT PRIMARY KEY NOT NULL,
  traits TEXT NOT NULL DEFAULT '[]',
  reason TEXT NOT NULL DEFAULT '',
  cleared_by TEXT NOT NULL DEFAULT '',
  clear_time TEXT,
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
