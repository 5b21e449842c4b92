-- Nothing to change here: full text is merged as it comes.
SELECT 1;
