-- New words go into the index at once. Left to be added later, they are looked
-- through one by one by every search until somebody vacuums.
ALTER INDEX search_internal_words SET (fastupdate = off);
ALTER INDEX search_public_words SET (fastupdate = off);
