-- Words by which a resource is found: those of its title weigh more. The text
-- is folded before it comes here, so that both databases see the same plain words.
-- The full-text table knows rows by number; the _rows table gives the numbers names.
CREATE TABLE search_internal_rows (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE VIRTUAL TABLE search_internal USING fts5 (title, words, tokenize = 'ascii');
CREATE TABLE search_public_rows (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE VIRTUAL TABLE search_public USING fts5 (title, words, tokenize = 'ascii');
