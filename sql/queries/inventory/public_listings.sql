-- rows: PublicListing
-- What the public sees of datasets that are not published, page by page.
SELECT {{columns}} FROM public_listings
WHERE dataset > :after
ORDER BY dataset
LIMIT :limit
