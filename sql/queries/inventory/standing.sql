-- rows: InventoryStanding
-- What a plan rests on: when any of it moves, the plan is made again.
SELECT (SELECT COUNT(*) FROM datasets) AS datasets,
       (SELECT COALESCE(MAX(update_time), '') FROM datasets) AS last_update,
       (SELECT COUNT(*) FROM imported_records) AS imported,
       (SELECT COALESCE(MAX(import_time), '') FROM imported_records) AS last_import,
       (SELECT COUNT(*) FROM departments) AS departments
