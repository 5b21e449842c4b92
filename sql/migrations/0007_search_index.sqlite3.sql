-- Nothing to change here: the full-text table has no such list.
SELECT 1;
