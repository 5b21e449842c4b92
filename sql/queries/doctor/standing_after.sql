-- rows: PublicStanding
SELECT d.name, d.published_version, d.listed,
       (SELECT COUNT(*) FROM dataset_versions v WHERE v.dataset = d.name AND v.current = 1) AS current_versions,
       (SELECT COALESCE(MAX(v.number), 0) FROM dataset_versions v WHERE v.dataset = d.name AND v.current = 1) AS current_number,
       (SELECT COUNT(*) FROM listings l WHERE l.dataset = d.name) AS listings,
       (SELECT COUNT(*) FROM reviews r WHERE r.dataset = d.name AND r.state = 'open') AS open_reviews
FROM datasets d
WHERE d.name > :after
ORDER BY d.name
LIMIT :limit
