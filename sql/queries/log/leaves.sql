-- rows: LogLeaf
SELECT {{columns}} FROM log_leaves WHERE number >= :first AND number < :last ORDER BY number
