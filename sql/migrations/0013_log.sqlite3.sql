-- The log over the events, a Merkle tree. The sealer alone numbers leaves, in the order in which it saw their events,
-- without gaps. Of the tree are kept the entries of the leaves, and the roots of whole tiles.
CREATE TABLE log_leaves (
  number INTEGER PRIMARY KEY NOT NULL,
  event_id BIGINT NOT NULL,
  entry TEXT NOT NULL
);
CREATE UNIQUE INDEX log_leaves_event ON log_leaves (event_id);

CREATE TABLE log_nodes (
  level BIGINT NOT NULL,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (level, number)
);

CREATE TABLE log_checkpoints (
  size INTEGER PRIMARY KEY NOT NULL,
  time TEXT NOT NULL,
  note TEXT NOT NULL
);

CREATE TABLE log_keys (
  verifier TEXT PRIMARY KEY NOT NULL,
  time TEXT NOT NULL
);

-- What of an event was blanked, by its hash, and the salts of what was not.
CREATE TABLE log_blanks (
  event_id INTEGER PRIMARY KEY NOT NULL,
  parts TEXT NOT NULL
);
