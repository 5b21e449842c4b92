#!/usr/bin/env bash
# A server that cannot start says why and what to do, in one line; one that is told to stop finishes first.
. "$(dirname "$0")/session.sh"
other=(almanacd --db "$room/other.db" --socket "$room/other/s")
# Refused, in one line that begins with the program's name.
one_line() { refused "$@"; (($(wc -l <"$room/out") == 1)) || fail "more than one line"; grep -q '^almanacd: ' "$room/out" || fail "no name"; }

# Flags and their file.
one_line 2 "there is no flag --sokcet; did you mean --socket?" almanacd --sokcet x
one_line 2 "--db needs" almanacd --db
one_line 2 "--connections is a number" almanacd --connections many
one_line 2 "none of debug, info, warn, error" almanacd --log-level loud
one_line 2 "is not understood" almanacd serve
printf 'db = "x.db"\nlisten-on = "1"\n' >config.toml
one_line 2 "config.toml:2: listen-on is no setting; did you mean listen?" almanacd --config config.toml
printf 'db = \n' >config.toml
one_line 2 "config.toml:1:" almanacd --config config.toml
one_line 2 "cannot read the config file none.toml" almanacd --config none.toml

# The socket.
mkdir shared && chmod 777 shared
one_line 2 "others may write in $room/shared" almanacd --db "$room/other.db" --socket "$room/shared/s"
one_line 2 "107 is the most" almanacd --db "$room/other.db" --socket "$room/$(printf 'x%.0s' {1..110})"
mkdir -m 700 other && echo hello >other/s
one_line 2 "is no socket" "${other[@]}"
rm other/s

# The network.
one_line 2 "--listen needs --tls-cert and --tls-key" "${other[@]}" --listen 127.0.0.1:0
one_line 2 "--insecure-loopback is for 127.0.0.1" "${other[@]}" --listen 0.0.0.0:0 --insecure-loopback
one_line 2 "is HOST:PORT" "${other[@]}" --listen 8443
one_line 2 "go together" "${other[@]}" --listen 127.0.0.1:0 --tls-cert c.pem
one_line 2 "cannot read c.pem as a PEM file" "${other[@]}" --listen 127.0.0.1:0 --tls-cert c.pem --tls-key k.pem

# Two servers in one place: socket, database and port each name the pid.
start --listen 127.0.0.1:0 --insecure-loopback
port=$(grep -oE '127\.0\.0\.1:[0-9]+' "$room/almanacd.log" | head -n 1)
one_line 7 "is taken by pid $server" almanacd --db "$room/third.db"
[[ ! -e $room/third.db ]] || fail "a server that could not start made a database"
one_line 7 "the port is taken by pid $server" "${other[@]}" --listen "$port" --insecure-loopback
[[ $SESSION_ENGINE != sqlite ]] || one_line 7 "is in use by another almanacd, pid $server" almanacd --db "$db" --socket "$room/other/s"

# Rules are chosen once.
stop
one_line 2 "almanac program update --profile gilbert" almanacd --db "$db" --socket "$room/other/s" --profile gilbert
one_line 2 "nowhere" "${other[@]}" --profile nowhere

# Databases that are none of ours.
echo 'not a database, and long enough to be read as a header of one' >broken.db
one_line 7 "cannot use broken.db as a database" almanacd --db broken.db --socket "$room/other/s"
one_line 7 "the folder must exist" almanacd --db none/almanac.db --socket "$room/other/s"
one_line 7 "PostgreSQL refuses" almanacd --db "postgresql:host=$room dbname=none" --socket "$room/other/s"

database migrated
migrating=(almanacd migrate --db "$db")
ok "${migrating[@]}"
sql "UPDATE schema_migrations SET hash = 'edited' WHERE name = '0001_people'"
one_line 7 "0001_people" "${migrating[@]}"
sql "DELETE FROM schema_migrations WHERE hash = 'edited'"
sql "INSERT INTO schema_migrations (name, hash, time) VALUES ('9999_later', 'x', 'x')"
one_line 7 "newer" "${migrating[@]}"
if [[ $SESSION_ENGINE == postgresql ]]; then
  in_cluster "CREATE DATABASE session_$$_ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
  made+=("session_$$_ascii")
  one_line 7 "UTF8" almanacd migrate --db "postgresql:$ALMANAC_TEST_POSTGRES dbname=session_$$_ascii"
fi
database almanac_again

# A second start finds all as it was; SIGTERM and SIGINT end it well, and metrics are written when asked for.
start
ok almanac department create parks --title Parks
kill -USR1 "$server"
for ((tries = 0; tries < 100; tries++)); do ! grep -q 'almanac_calls_total{rpc="CreateDepartment",reason="OK"} 1' "$room/almanacd.log" || break; sleep 0.02; done
((tries < 100)) || fail "no metrics"
stop
start
says Parks almanac department list
kill -INT "$server"; wait "$server" || fail "SIGINT ended it with $?"; server=''
[[ ! -e $ALMANAC_SOCKET ]] || fail "the socket stays behind"

# What a killed server leaves is no hindrance.
start; crash
[[ -e $ALMANAC_SOCKET ]] || fail "nothing left to stumble over"
start; stop

# TLS: a token is asked for, and the certificate is looked at.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
  -keyout k.pem -out c.pem -days 2 2>/dev/null
cat >config.toml <<SETTINGS
listen = "127.0.0.1:0"
tls-cert = "c.pem"
tls-key = "k.pem"
log-level = "debug"
SETTINGS
: >"$room/almanacd.log"
start --config config.toml --log-level error
port=$(grep -oE '127\.0\.0\.1:[0-9]+' "$room/almanacd.log" | head -n 1)
person dana "Dana Whitcomb"
says Dana almanac --account dana --server "$port" --ca c.pem person list
refused 4 "token" almanac --account none --server "$port" --ca c.pem person list
refused 7 "" almanac --account dana --server "$port" person list
! grep -q ' info ' "$room/almanacd.log" || fail "the flag does not win over the file"
stop
