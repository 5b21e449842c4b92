-- With which token a code was asked for: who was shown a code may hold every
-- token that comes of it, and every one that comes of those.
ALTER TABLE enrolment_codes ADD COLUMN issued_with TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN issued_with TEXT NOT NULL DEFAULT '';
