-- Nothing to change here: the full-text table numbers its rows.
SELECT 1;
