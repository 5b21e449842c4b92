-- Nothing to change here: the full-text table finds its newest entries first by itself.
SELECT 1;
