-- rows: MosaicClearing
SELECT {{columns}} FROM mosaic_clearings ORDER BY name
