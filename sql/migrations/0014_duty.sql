-- Who left, who takes over what, who certified the list of a department, and what departments were before.
ALTER TABLE people ADD COLUMN leave_time TEXT;
ALTER TABLE role_grants ADD COLUMN second_deputy BIGINT NOT NULL DEFAULT 0;

CREATE TABLE handovers (
  name TEXT PRIMARY KEY NOT NULL,
  leaver TEXT NOT NULL DEFAULT '',
  successor TEXT NOT NULL DEFAULT '',
  duty TEXT NOT NULL DEFAULT '',
  dataset TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  offered_by TEXT NOT NULL DEFAULT '',
  offer_time TEXT,
  answer_time TEXT,
  reason TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE attestations (
  name TEXT PRIMARY KEY NOT NULL,
  department TEXT NOT NULL DEFAULT '',
  person TEXT NOT NULL DEFAULT '',
  attest_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  due_date TEXT NOT NULL DEFAULT '',
  days_late BIGINT NOT NULL DEFAULT 0,
  unchanged BIGINT NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  datasets BIGINT NOT NULL DEFAULT 0,
  changes BIGINT NOT NULL DEFAULT 0,
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

ALTER TABLE departments ADD COLUMN former_titles TEXT NOT NULL DEFAULT '[]';
ALTER TABLE departments ADD COLUMN formerly TEXT NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN formerly_key TEXT NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN end_date TEXT NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN split_from TEXT NOT NULL DEFAULT '';

CREATE INDEX handovers_successor ON handovers (successor, state);
CREATE INDEX handovers_leaver ON handovers (leaver, state);
CREATE INDEX attestations_department ON attestations (department, attest_time);
CREATE INDEX datasets_owner ON datasets (owner, name);
CREATE INDEX datasets_coordinator ON datasets (coordinator, name);
