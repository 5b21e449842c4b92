-- What the security audit found, and what became of it.
CREATE TABLE audit_findings (
  name TEXT PRIMARY KEY NOT NULL,
  finding TEXT NOT NULL DEFAULT '',
  dataset TEXT NOT NULL DEFAULT '',
  system TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  severity TEXT NOT NULL DEFAULT '',
  found_date TEXT NOT NULL DEFAULT '9999-12-31',
  text TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  closed_date TEXT NOT NULL DEFAULT '',
  close_reason TEXT NOT NULL DEFAULT '',
  closed_by TEXT NOT NULL DEFAULT '',
  marking TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
CREATE INDEX audit_findings_dataset ON audit_findings (dataset, name);
CREATE INDEX audit_findings_system ON audit_findings (system, name);
