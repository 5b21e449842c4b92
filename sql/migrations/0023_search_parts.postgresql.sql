-- Words go into their index with the part of the record that their entry belongs to before them, parts being stretches
-- of 16384 numbers. So the newest entries with a word are found in the newest part, however many have it in all.
CREATE FUNCTION search_parts(id BIGINT, words TSVECTOR) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CAST(replace(' ' || CAST(strip(words) AS text), ' ''', ' ''' || lpad(to_hex(id >> 14), 6, '0')) AS tsvector);
DROP INDEX search_internal_words;
CREATE INDEX search_internal_words ON search_internal USING GIN (search_parts(id, words))
  WITH (fastupdate = on, gin_pending_list_limit = 64);
DROP INDEX search_public_words;
CREATE INDEX search_public_words ON search_public USING GIN (search_parts(id, words))
  WITH (fastupdate = on, gin_pending_list_limit = 64);
-- What is asked for is no constant, so that nobody uses what would be counted here, at much cost.
ALTER INDEX search_internal_words ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX search_public_words ALTER COLUMN 1 SET STATISTICS 0;
ALTER TABLE search_internal ALTER COLUMN words SET STATISTICS 0;
ALTER TABLE search_public ALTER COLUMN words SET STATISTICS 0;
