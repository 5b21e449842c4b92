-- New words of up to 64 kB wait beside their index and go into it together, which costs a quarter of what one entry after
-- the other does. So few, unlike the megabytes that 0007 forbade, cost a search next to nothing.
ALTER INDEX search_internal_words SET (fastupdate = on, gin_pending_list_limit = 64);
ALTER INDEX search_public_words SET (fastupdate = on, gin_pending_list_limit = 64);
