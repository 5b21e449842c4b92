-- rows: ImportedKey
-- The identifiers that were given an ordinal, since several records shared one.
SELECT {{columns}} FROM imported_records
WHERE catalogue = :catalogue AND identifier LIKE '% [variant %'
ORDER BY identifier
