-- How much is at stake in a review, who has to agree, and who has.
ALTER TABLE reviews ADD COLUMN tier BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN evidence_tier BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN tier_set_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN tier_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN rules_version TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN seats TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN approvals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN lowered_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN lowered_by_code_shown_to TEXT NOT NULL DEFAULT '[]';
