-- What speaks for publishing something next, and who said otherwise.
CREATE TABLE signals (
  name TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL DEFAULT '',
  theme TEXT NOT NULL DEFAULT '',
  theme_key TEXT NOT NULL DEFAULT '',
  dataset TEXT NOT NULL DEFAULT '',
  value BIGINT NOT NULL DEFAULT 0,
  first_day TEXT NOT NULL DEFAULT '',
  last_day TEXT NOT NULL DEFAULT '9999-12-31',
  source TEXT NOT NULL DEFAULT '',
  source_url TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  recorded_by TEXT NOT NULL DEFAULT '',
  retract_time TEXT,
  retract_reason TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
CREATE INDEX signals_dataset ON signals (dataset, name);
CREATE INDEX signals_last_day ON signals (last_day, name);

CREATE TABLE priority_overrides (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  rank BIGINT NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  set_by TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  set_time TEXT,
  computed_rank BIGINT NOT NULL DEFAULT 0,
  computed_score BIGINT NOT NULL DEFAULT 0,
  rules_version TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
