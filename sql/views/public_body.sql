-- What anybody may know of the body itself.
CREATE VIEW public_program AS
SELECT title, website, contact_name, contact_email, contact_phone, portal_url, time_zone, sample
FROM programs;
CREATE VIEW public_departments AS
SELECT name, title, parent, contact_name, contact_email, contact_phone, website
FROM departments;
