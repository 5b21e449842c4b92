-- The body, its people, and how they prove who they are.
CREATE TABLE programs (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  time_zone TEXT NOT NULL DEFAULT '',
  profile TEXT NOT NULL DEFAULT '',
  profile_version TEXT NOT NULL DEFAULT '',
  default_licence TEXT NOT NULL DEFAULT '',
  year_end_month BIGINT NOT NULL DEFAULT 0,
  adopted_date TEXT NOT NULL DEFAULT '',
  residents BIGINT NOT NULL DEFAULT 0,
  portal_url TEXT NOT NULL DEFAULT '',
  goals TEXT NOT NULL DEFAULT '[]',
  sample BIGINT NOT NULL DEFAULT 0,
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE profile_versions (
  hash TEXT PRIMARY KEY NOT NULL,
  profile TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  first_use_time TEXT
);

CREATE TABLE departments (
  name TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  parent TEXT NOT NULL DEFAULT '',
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE people (
  name TEXT PRIMARY KEY NOT NULL,
  display_name TEXT NOT NULL DEFAULT '',
  display_name_key TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  job_title TEXT NOT NULL DEFAULT '',
  grants TEXT NOT NULL DEFAULT '[]',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT,
  enrol_time TEXT,
  enrolled_by TEXT NOT NULL DEFAULT ''
);

CREATE TABLE role_grants (
  parent TEXT NOT NULL,
  position BIGINT NOT NULL,
  role TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  start_date TEXT NOT NULL DEFAULT '',
  end_date TEXT NOT NULL DEFAULT '',
  deputy BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (parent, position)
);

CREATE TABLE tokens (
  name TEXT PRIMARY KEY NOT NULL,
  person TEXT NOT NULL DEFAULT '',
  label TEXT NOT NULL DEFAULT '',
  issued_by TEXT NOT NULL DEFAULT '',
  create_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  expire_time TEXT,
  revoke_time TEXT,
  etag TEXT NOT NULL DEFAULT ''
);

CREATE TABLE token_secrets (
  secret_hash TEXT PRIMARY KEY NOT NULL,
  token TEXT NOT NULL DEFAULT ''
);

CREATE TABLE enrolment_codes (
  code_hash TEXT PRIMARY KEY NOT NULL,
  person TEXT NOT NULL DEFAULT '',
  issued_by TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  expire_time TEXT,
  use_time TEXT
);

CREATE INDEX departments_title ON departments (title_key, name);
CREATE INDEX people_display_name ON people (display_name_key, name);
CREATE INDEX tokens_person ON tokens (person, name);
CREATE INDEX enrolment_codes_person ON enrolment_codes (person);
