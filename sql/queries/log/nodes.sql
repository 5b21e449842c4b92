-- rows: LogNode
SELECT {{columns}} FROM log_nodes WHERE level = :level AND number >= :first AND number < :last ORDER BY number
