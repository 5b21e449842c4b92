-- rows: Release
SELECT {{columns}} FROM releases WHERE dataset = :dataset ORDER BY name
