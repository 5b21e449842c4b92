-- What the body holds, what was decided about it, and when it is to be public.
CREATE TABLE datasets_themes (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX datasets_themes_value ON datasets_themes (value, name);
CREATE TABLE datasets_keywords (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value));
CREATE INDEX datasets_keywords_value ON datasets_keywords (value, name);
CREATE INDEX datasets_title ON datasets (title_key, name);
CREATE INDEX datasets_department ON datasets (department, name);
CREATE INDEX datasets_state ON datasets (state, name);
CREATE INDEX datasets_source ON datasets (catalogue, source_identifier);
CREATE INDEX dataset_versions_dataset ON dataset_versions (dataset, number);
CREATE INDEX dataset_versions_current ON dataset_versions (dataset) WHERE current = 1;
CREATE INDEX reviews_dataset ON reviews (dataset, state);
CREATE INDEX reviews_state ON reviews (state, name);
CREATE INDEX releases_dataset ON releases (dataset, state);
CREATE INDEX releases_last_day ON releases (last_day, name);
CREATE INDEX imported_records_catalogue ON imported_records (catalogue, identifier);
CREATE INDEX imported_records_dataset ON imported_records (dataset);
