-- The datasets the public sees: the current versions, by allow-listed columns.
-- The working copies are never read here.
CREATE VIEW public_datasets AS
SELECT dataset AS name, number, content_hash, public_body, title, department, access, publish_time
FROM dataset_versions
WHERE current = 1;
-- The datasets on the public list that are not published: held, planned, shared or closed.
CREATE VIEW public_listings AS
SELECT dataset, title, department, access, public_reason, planned_release, list_time
FROM listings;
-- The archive: every version there was, without the text.
CREATE VIEW public_versions AS
SELECT dataset, number, content_hash, publish_time, note
FROM dataset_versions;
