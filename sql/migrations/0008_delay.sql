-- What readers were told of a refresh that is late.
ALTER TABLE datasets ADD COLUMN refresh_expected_date TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN delay_reason TEXT NOT NULL DEFAULT '';
