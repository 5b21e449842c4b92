-- rows: Release
SELECT {{columns}} FROM releases WHERE state IN ('provisional', 'confirmed') ORDER BY last_day, name
