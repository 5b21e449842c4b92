-- rows: ImportedKey
-- What a catalogue has brought in so far, in order of identifier.
SELECT {{columns}} FROM imported_records
WHERE catalogue = :catalogue AND identifier > :after
ORDER BY identifier
LIMIT :limit
