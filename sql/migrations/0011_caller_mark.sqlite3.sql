-- A mark that is another one after every write to what says who a token speaks for. A server that remembers a caller asks
-- for the mark with what it reads, and so knows in the same statement whether that still holds.
CREATE TABLE caller_marks (mark TEXT NOT NULL PRIMARY KEY);
INSERT INTO caller_marks (mark) VALUES (hex(randomblob(16)));
CREATE TRIGGER renew_caller_mark_token_secrets_insert AFTER INSERT ON token_secrets BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_token_secrets_update AFTER UPDATE ON token_secrets BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_token_secrets_delete AFTER DELETE ON token_secrets BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_tokens_insert AFTER INSERT ON tokens BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_tokens_update AFTER UPDATE ON tokens BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_tokens_delete AFTER DELETE ON tokens BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_people_insert AFTER INSERT ON people BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_people_update AFTER UPDATE ON people BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_people_delete AFTER DELETE ON people BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_role_grants_insert AFTER INSERT ON role_grants BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_role_grants_update AFTER UPDATE ON role_grants BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_role_grants_delete AFTER DELETE ON role_grants BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_programs_insert AFTER INSERT ON programs BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_programs_update AFTER UPDATE ON programs BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
CREATE TRIGGER renew_caller_mark_programs_delete AFTER DELETE ON programs BEGIN UPDATE caller_marks SET mark = hex(randomblob(16)); END;
