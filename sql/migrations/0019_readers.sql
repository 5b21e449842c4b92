-- Who is named to see a record that is marked, and while somebody is away.
ALTER TABLE datasets ADD COLUMN readers TEXT NOT NULL DEFAULT '[]';
-- What only its readers see, of a body that has any.
CREATE INDEX datasets_named ON datasets (name) WHERE marking = 'named';
-- What waits in each state, the longest first.
CREATE INDEX datasets_waiting ON datasets (state, update_time, name);
ALTER TABLE people ADD COLUMN away_start_date TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN away_end_date TEXT NOT NULL DEFAULT '';
