-- What happened and every state there was, with what is to be sent afterwards.
-- Identities may have gaps: counting up inside transactions makes them collide.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time TEXT,
  actor TEXT NOT NULL DEFAULT '',
  verb TEXT NOT NULL DEFAULT '',
  resource TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  request_id TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  salt TEXT NOT NULL DEFAULT '',
  scope TEXT NOT NULL DEFAULT ''
);

CREATE TABLE revisions (
  resource TEXT NOT NULL DEFAULT '',
  revision BIGINT NOT NULL DEFAULT 0,
  event_id BIGINT NOT NULL DEFAULT 0,
  from_time TEXT,
  to_time TEXT,
  body TEXT NOT NULL DEFAULT '',
  salt TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (resource, revision)
);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  create_time TEXT,
  done_time TEXT
);

CREATE INDEX events_resource ON events (resource, id);
CREATE INDEX events_scope ON events (scope);
CREATE INDEX outbox_waiting ON outbox (id) WHERE done_time IS NULL;

-- Answers already given, so that a repeated request is not done twice.
CREATE TABLE replays (
  name TEXT PRIMARY KEY NOT NULL,
  request_hash TEXT NOT NULL DEFAULT '',
  response TEXT NOT NULL DEFAULT '',
  expire_time TEXT
);
CREATE INDEX replays_expire ON replays (expire_time);
