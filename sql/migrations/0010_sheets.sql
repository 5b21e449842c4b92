-- An apply of a sheet is found again by the id of its request, and the last one by who did it.
CREATE INDEX events_of_sheets ON events (request_id, id) WHERE verb = 'dataset.sheet_applied';
CREATE INDEX events_last_sheet ON events (actor, id) WHERE verb = 'dataset.sheet_applied';
