-- rows: Release
SELECT {{columns}} FROM releases WHERE dataset = :dataset AND state IN ('provisional', 'confirmed') ORDER BY last_day, name
