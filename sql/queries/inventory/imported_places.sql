-- rows: ImportedPlace
-- The addresses of what a catalogue has brought in, to recognise it by.
SELECT r.identifier AS identifier, r.dataset AS dataset, d.landing_page AS landing_page, d.distributions AS distributions
FROM imported_records r
JOIN datasets d ON d.name = r.dataset
WHERE r.catalogue = :catalogue AND r.identifier > :after
ORDER BY r.identifier
LIMIT :limit
