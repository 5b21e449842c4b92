#!/usr/bin/env bash
# Read in by every session: a fresh folder, a server in it, and words to say what is expected.
#   database NAME                   from here on $db is another, empty one
#   start | stop | crash            the server, on $db
#   ok COMMAND...                   it works
#   says TEXT COMMAND...            it works and its output holds the text
#   refused CODE TEXT COMMAND...    it ends with the exit code and its output holds the text
#   at_terminal ANSWERS COMMAND...  as somebody at a terminal would; the answers, one a line, are typed at each question
#   sql STATEMENT                   on the database, past the server
#   person NAME TITLE               a person with an account of the same name, enrolled at the console
set -euo pipefail

source_folder=${ALMANAC_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
export PATH=${ALMANAC_BINARY:-$source_folder/build}:$PATH
room=$(mktemp -d)
cd "$room"
export ALMANAC_SOCKET=$room/almanac.sock XDG_CONFIG_HOME=$room/config HOME=$room
unset ALMANAC_ACCOUNT XDG_RUNTIME_DIR
server=''

fail() { printf 'line %s: %s\n' "${BASH_LINENO[1]}" "$1" >&2; [[ ! -s $room/out ]] || sed 's/^/    | /' "$room/out" >&2; exit 1; }

# SQLite in the folder, or with SESSION_ENGINE=postgresql a database of the cluster that scripts/with-postgres runs.
made=()
in_cluster() { psql -X -q -v ON_ERROR_STOP=1 "$ALMANAC_TEST_POSTGRES dbname=postgres" -c "$1"; }
database() {
  if [[ ${SESSION_ENGINE:-sqlite} == sqlite ]]; then
    db=$room/$1.db
  else
    local name="session_$$_$1"
    in_cluster "CREATE DATABASE $name"
    made+=("$name")
    db="postgresql:$ALMANAC_TEST_POSTGRES dbname=$name"
  fi
}

# One statement on $db, past the server.
sql() {
  if [[ ${SESSION_ENGINE:-sqlite} == sqlite ]]; then
    python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()' "$db" "$1"
  else
    psql -X -q -v ON_ERROR_STOP=1 "${db#postgresql:}" -c "$1"
  fi
}

start() {
  almanacd --db "$db" --socket "$ALMANAC_SOCKET" "$@" >>"$room/almanacd.log" 2>&1 &
  server=$!
  for ((tries = 0; tries < 400; tries++)); do
    almanac program show >/dev/null 2>&1 && return
    kill -0 "$server" 2>/dev/null || { tail -n 5 "$room/almanacd.log" >&2; fail "the server stopped at its start"; }
    sleep 0.02
  done
  fail "the server does not answer"
}
stop() { local ended=0; kill -TERM "$server"; wait "$server" || ended=$?; server=''; ((ended == 0)) || fail "the server ended with $ended"; }
crash() { kill -KILL "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=''; }
leave() {
  [[ -z $server ]] || crash
  for name in "${made[@]}"; do in_cluster "DROP DATABASE $name WITH (FORCE)" || true; done
  cd /
  rm -rf "$room"
}
trap leave EXIT
database almanac

run() { code=0; "$@" >"$room/out" 2>&1 </dev/null || code=$?; }
ok() { run "$@"; ((code == 0)) || fail "ended with $code: $*"; }
says() { run "${@:2}"; ((code == 0)) || fail "ended with $code: ${*:2}"; grep -qF -- "$1" "$room/out" || fail "does not say '$1': ${*:2}"; }
refused() {
  run "${@:3}"
  ((code == $1)) || fail "ended with $code, not $1: ${*:3}"
  grep -qF -- "$2" "$room/out" || fail "does not say '$2': ${*:3}"
}
at_terminal() {
  python3 -c '
import os, pty, sys
answers = sys.argv[1].split("\n")
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
line = b""
while True:
    try:
        seen = os.read(terminal, 4096)
    except OSError:
        break
    if not seen:
        break
    os.write(1, seen)
    line = (line + seen).replace(b"\r", b"\n").split(b"\n")[-1]
    if line.endswith((b"] ", b"? ", b": ")):
        os.write(terminal, ((answers.pop(0) + "\n") if answers else "\x04").encode())
        line = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
' "$@"
}
# The value of a field of one JSON object on standard input.
field() { sed -n "s/.*\"$1\": *\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1; }
enrol() {  # PERSON ISSUER-ACCOUNT...
  ok almanac "${@:2}" person enrol "$1"
  local secret
  secret=$(grep -oE '\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b' "$room/out" | head -n 1)
  ok almanac login --code "$secret" --account "$1"
}
person() { ok almanac person create "$1" --display-name "$2"; enrol "$1"; }
