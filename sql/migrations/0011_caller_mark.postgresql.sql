-- A mark that is another one after every write to what says who a token speaks for. A server that remembers a caller asks
-- for the mark with what it reads, and so knows in the same statement whether that still holds.
CREATE TABLE caller_marks (mark TEXT NOT NULL PRIMARY KEY);
INSERT INTO caller_marks (mark) VALUES (gen_random_uuid());
CREATE FUNCTION renew_caller_mark() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS 'BEGIN UPDATE caller_marks SET mark = gen_random_uuid(); RETURN NULL; END';
CREATE TRIGGER renew_caller_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON token_secrets EXECUTE FUNCTION renew_caller_mark();
CREATE TRIGGER renew_caller_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tokens EXECUTE FUNCTION renew_caller_mark();
CREATE TRIGGER renew_caller_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON people EXECUTE FUNCTION renew_caller_mark();
CREATE TRIGGER renew_caller_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role_grants EXECUTE FUNCTION renew_caller_mark();
CREATE TRIGGER renew_caller_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON programs EXECUTE FUNCTION renew_caller_mark();
