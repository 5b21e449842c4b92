-- By when a review is answered, what was asked and confirmed in it, and what became of its answer; assessments,
-- incidents, removals and sharing agreements.
ALTER TABLE reviews ADD COLUMN due_date TEXT NOT NULL DEFAULT '9999-12-31';
ALTER TABLE reviews ADD COLUMN urgent_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN urgent_until TEXT;
ALTER TABLE reviews ADD COLUMN checklist TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN rework BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN working_days_taken BIGINT;
ALTER TABLE reviews ADD COLUMN sampled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN reread_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN reread_time TEXT;
ALTER TABLE reviews ADD COLUMN reread_note TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN pulled_back_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN pull_back_time TEXT;
ALTER TABLE reviews ADD COLUMN pull_back_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN ahead_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN ahead_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN ahead_until TEXT;
ALTER TABLE reviews ADD COLUMN residual TEXT NOT NULL DEFAULT '';
CREATE INDEX reviews_open ON reviews (state, submit_time, name);
CREATE INDEX reviews_sampled ON reviews (decide_time) WHERE sampled = 1;

CREATE TABLE assessments (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  assessor TEXT NOT NULL DEFAULT '',
  assess_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  data_hash TEXT NOT NULL DEFAULT '',
  scoring TEXT,
  score BIGINT,
  score_lines TEXT NOT NULL DEFAULT '[]',
  impact_before TEXT NOT NULL DEFAULT '',
  likelihood_before TEXT NOT NULL DEFAULT '',
  risk_before TEXT NOT NULL DEFAULT '',
  impact_after TEXT NOT NULL DEFAULT '',
  likelihood_after TEXT NOT NULL DEFAULT '',
  risk_after TEXT NOT NULL DEFAULT '',
  benefit TEXT NOT NULL DEFAULT '',
  benefit_likelihood TEXT NOT NULL DEFAULT '',
  benefit_weight TEXT NOT NULL DEFAULT '',
  benefit_note TEXT NOT NULL DEFAULT '',
  method TEXT NOT NULL DEFAULT '',
  gateway TEXT NOT NULL DEFAULT '',
  ethics TEXT NOT NULL DEFAULT '',
  override_level TEXT NOT NULL DEFAULT '',
  override_reason TEXT NOT NULL DEFAULT '',
  residual TEXT NOT NULL DEFAULT '',
  advice TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);

CREATE TABLE incidents (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  marking TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  cause TEXT NOT NULL DEFAULT '',
  public_reason TEXT NOT NULL DEFAULT '',
  details TEXT NOT NULL DEFAULT '',
  opened_by TEXT NOT NULL DEFAULT '',
  open_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  known_since TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 0,
  people_affected BIGINT,
  told TEXT NOT NULL DEFAULT '',
  findings TEXT NOT NULL DEFAULT '',
  lesson TEXT NOT NULL DEFAULT '',
  closed_by TEXT NOT NULL DEFAULT '',
  close_time TEXT,
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
CREATE INDEX incidents_dataset ON incidents (dataset);

CREATE TABLE removals (
  name TEXT PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  cause TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  announced_by TEXT NOT NULL DEFAULT '',
  announce_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  object_until_date TEXT NOT NULL DEFAULT '',
  objections TEXT NOT NULL DEFAULT '[]',
  removed_by TEXT NOT NULL DEFAULT '',
  remove_time TEXT NOT NULL DEFAULT '9999-12-31T00:00:00.000000Z',
  answer TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
CREATE INDEX removals_dataset ON removals (dataset);

CREATE TABLE agreements (
  name TEXT PRIMARY KEY NOT NULL,
  partner TEXT NOT NULL DEFAULT '',
  partner_key TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  datasets TEXT NOT NULL DEFAULT '[]',
  gateway TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL DEFAULT '',
  start_date TEXT NOT NULL DEFAULT '',
  end_date TEXT NOT NULL DEFAULT '9999-12-31',
  public_explanation TEXT NOT NULL DEFAULT '',
  marking TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  update_time TEXT
);
CREATE TABLE agreements_datasets (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX agreements_datasets_value ON agreements_datasets (value, name);
