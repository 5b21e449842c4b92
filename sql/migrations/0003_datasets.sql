-- What the body holds, what was decided about it, and when it is to be public.
CREATE TABLE datasets (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT '',
  public_alias TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  held_by_department TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  coordinator TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  themes TEXT NOT NULL DEFAULT '[]',
  keywords TEXT NOT NULL DEFAULT '[]',
  access TEXT NOT NULL DEFAULT '',
  access_reason TEXT NOT NULL DEFAULT '',
  access_basis TEXT NOT NULL DEFAULT '',
  classification TEXT NOT NULL DEFAULT '',
  determinations TEXT,
  licence TEXT NOT NULL DEFAULT '',
  frequency TEXT NOT NULL DEFAULT '',
  granularity TEXT NOT NULL DEFAULT '',
  aggregation_threshold BIGINT NOT NULL DEFAULT 0,
  temporal_start TEXT NOT NULL DEFAULT '',
  temporal_end TEXT NOT NULL DEFAULT '',
  spatial TEXT NOT NULL DEFAULT '',
  source_system TEXT NOT NULL DEFAULT '',
  creation_process TEXT NOT NULL DEFAULT '',
  modification_process TEXT NOT NULL DEFAULT '',
  collection_method TEXT NOT NULL DEFAULT '',
  row_identifier TEXT NOT NULL DEFAULT '',
  retention TEXT NOT NULL DEFAULT '',
  known_limits TEXT NOT NULL DEFAULT '',
  signposts TEXT NOT NULL DEFAULT '[]',
  citation TEXT NOT NULL DEFAULT '',
  landing_page TEXT NOT NULL DEFAULT '',
  historical BIGINT NOT NULL DEFAULT 0,
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  fee BIGINT NOT NULL DEFAULT 0,
  registration BIGINT NOT NULL DEFAULT 0,
  fields TEXT NOT NULL DEFAULT '[]',
  distributions TEXT NOT NULL DEFAULT '[]',
  stand_in TEXT NOT NULL DEFAULT '',
  marking TEXT NOT NULL DEFAULT '',
  catalogue TEXT NOT NULL DEFAULT '',
  source_identifier TEXT NOT NULL DEFAULT '',
  adopted_from TEXT NOT NULL DEFAULT '',
  adopted_time TEXT,
  state TEXT NOT NULL DEFAULT '',
  state_reason TEXT NOT NULL DEFAULT '',
  inventoried_date TEXT NOT NULL DEFAULT '',
  published_version BIGINT NOT NULL DEFAULT 0,
  first_published_date TEXT NOT NULL DEFAULT '9999-12-31',
  last_published_date TEXT NOT NULL DEFAULT '9999-12-31',
  refreshed_date TEXT NOT NULL DEFAULT '9999-12-31',
  next_due_date TEXT NOT NULL DEFAULT '9999-12-31',
  stale_after_date TEXT NOT NULL DEFAULT '',
  pending_edit BIGINT NOT NULL DEFAULT 0,
  openness TEXT NOT NULL DEFAULT '',
  openness_notes TEXT NOT NULL DEFAULT '[]',
  listed BIGINT NOT NULL DEFAULT 0,
  authors TEXT NOT NULL DEFAULT '[]',
  review_again_date TEXT NOT NULL DEFAULT '',
  list_time TEXT,
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  update_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z'
);

CREATE TABLE dataset_versions (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  number BIGINT NOT NULL DEFAULT 0,
  content_hash TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  public_body TEXT NOT NULL DEFAULT '',
  current BIGINT NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  access TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  publish_time TEXT,
  material_hash TEXT NOT NULL DEFAULT ''
);

CREATE TABLE listings (
  dataset TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  access TEXT NOT NULL DEFAULT '',
  public_reason TEXT NOT NULL DEFAULT '',
  planned_release TEXT NOT NULL DEFAULT '',
  list_time TEXT
);

CREATE TABLE reviews (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  submitter TEXT NOT NULL DEFAULT '',
  submit_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  submit_note TEXT NOT NULL DEFAULT '',
  authors TEXT NOT NULL DEFAULT '[]',
  material_hash TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  decider TEXT NOT NULL DEFAULT '',
  decide_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  public_reason TEXT NOT NULL DEFAULT '',
  rationale TEXT NOT NULL DEFAULT '',
  review_again_date TEXT NOT NULL DEFAULT '',
  stand_in TEXT NOT NULL DEFAULT '',
  decider_enrolled_by TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE releases (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  label TEXT NOT NULL DEFAULT '',
  first_day TEXT NOT NULL DEFAULT '9999-12-31',
  last_day TEXT NOT NULL DEFAULT '9999-12-31',
  precision TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  promised_first_day TEXT NOT NULL DEFAULT '',
  promised_last_day TEXT NOT NULL DEFAULT '9999-12-31',
  changes TEXT NOT NULL DEFAULT '[]',
  confirm_time TEXT,
  published_date TEXT NOT NULL DEFAULT '9999-12-31',
  cancel_time TEXT,
  cancel_reason TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  update_time TEXT
);

CREATE TABLE reports (
  name TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL DEFAULT '',
  year BIGINT NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  as_of_time TEXT,
  freeze_time TEXT,
  snapshot TEXT NOT NULL DEFAULT '',
  sections TEXT NOT NULL DEFAULT '[]',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE imported_records (
  name TEXT PRIMARY KEY NOT NULL,
  catalogue TEXT NOT NULL DEFAULT '',
  identifier TEXT NOT NULL DEFAULT '',
  dataset TEXT NOT NULL DEFAULT '',
  record TEXT NOT NULL DEFAULT '',
  record_hash TEXT NOT NULL DEFAULT '',
  import_time TEXT
);

CREATE TABLE datasets_themes (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX datasets_themes_value ON datasets_themes (value, name);
CREATE TABLE datasets_keywords (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX datasets_keywords_value ON datasets_keywords (value, name);
CREATE INDEX datasets_title ON datasets (title_key, name);
CREATE INDEX datasets_department ON datasets (department, name);
CREATE INDEX datasets_state ON datasets (state, name);
CREATE INDEX datasets_source ON datasets (catalogue, source_identifier);
CREATE INDEX dataset_versions_dataset ON dataset_versions (dataset, number);
CREATE INDEX dataset_versions_current ON dataset_versions (dataset) WHERE current = 1;
CREATE INDEX reviews_dataset ON reviews (dataset, state);
CREATE INDEX reviews_state ON reviews (state, name);
CREATE INDEX releases_dataset ON releases (dataset, state);
CREATE INDEX releases_last_day ON releases (last_day, name);
CREATE INDEX imported_records_catalogue ON imported_records (catalogue, identifier);
CREATE INDEX imported_records_dataset ON imported_records (dataset);
