-- rows: Dataset
SELECT {{columns}} FROM datasets
WHERE name IN (SELECT w.name FROM datasets_code_lists w WHERE w.value = :code_list)
ORDER BY name
