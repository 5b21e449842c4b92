-- The body, its people, and how they prove who they are.
CREATE INDEX departments_title ON departments (title_key, name);
CREATE INDEX people_display_name ON people (display_name_key, name);
CREATE INDEX tokens_person ON tokens (person, name);
CREATE INDEX enrolment_codes_person ON enrolment_codes (person);
