-- Words by which a resource is found: those of its title weigh more. The text
-- is folded before it comes here, so that both databases see the same plain words.
CREATE TABLE search_internal (
  name TEXT PRIMARY KEY NOT NULL,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_internal_words ON search_internal USING GIN (words);
CREATE TABLE search_public (
  name TEXT PRIMARY KEY NOT NULL,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_public_words ON search_public USING GIN (words);
