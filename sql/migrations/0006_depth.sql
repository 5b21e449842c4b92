-- Where data comes from, what its words and codes mean, and what is decided on once for many slices.
CREATE TABLE systems (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  vendor TEXT NOT NULL DEFAULT '',
  held_by_department TEXT NOT NULL DEFAULT '',
  opens_automatically TEXT NOT NULL DEFAULT '',
  opens_reason TEXT NOT NULL DEFAULT '',
  in_use_from_date TEXT NOT NULL DEFAULT '',
  retired_date TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE series (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  sliced_by TEXT NOT NULL DEFAULT '',
  lead TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE definitions (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  source_url TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE code_lists (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  authority TEXT NOT NULL DEFAULT '',
  source_url TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  editions TEXT NOT NULL DEFAULT '[]',
  edition TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

ALTER TABLE datasets ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN standards TEXT NOT NULL DEFAULT '[]';
ALTER TABLE datasets ADD COLUMN quality_statement TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN revisions_policy TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN archive_url TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN notices TEXT NOT NULL DEFAULT '[]';
ALTER TABLE datasets ADD COLUMN code_lists TEXT NOT NULL DEFAULT '[]';
ALTER TABLE departments ADD COLUMN contract_reference TEXT NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN contract_end_date TEXT NOT NULL DEFAULT '9999-12-31';
ALTER TABLE reviews ADD COLUMN series_hash TEXT NOT NULL DEFAULT '';

CREATE TABLE datasets_standards (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX datasets_standards_value ON datasets_standards (value, name);
CREATE TABLE datasets_code_lists (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX datasets_code_lists_value ON datasets_code_lists (value, name);
CREATE INDEX datasets_series ON datasets (series, name);
CREATE INDEX datasets_system ON datasets (system, name);
CREATE INDEX systems_department ON systems (department, name);
