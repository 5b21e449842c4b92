#!/usr/bin/env bash
# The restore drill: a backup made while writers go on holds every write acknowledged before it began, and is sound.
. "$(dirname "$0")/session.sh"
writers=4
start
ok almanac department create desk --title Desk --contact-email desk@example.gov
for ((w = 1; w <= writers; w++)); do
  ok almanac dataset create "counter-$w" --title "Counter $w" --department desk
  echo 0 >"acknowledged-$w"
done
write() {  # WRITER: counts up until told to stop
  local n=0
  while [[ ! -e enough ]]; do
    almanac dataset update "counter-$1" --retention "$((n + 1))" >/dev/null 2>&1 || return 1
    n=$((n + 1))
    echo "$n" >"acknowledged-$1.new" && mv "acknowledged-$1.new" "acknowledged-$1"
  done
}
count() { almanac dataset show "counter-$1" -o json | field retention; }
backup() {
  if [[ $SESSION_ENGINE == sqlite ]]; then almanacd backup --db "$db" --to "$1"; else pg_dump --format=custom --file="$1" --dbname="${db#postgresql:}"; fi
}
restore() {
  if [[ $SESSION_ENGINE == sqlite ]]; then
    almanacd restore --from "$1" --db "$db"
  else
    pg_restore --single-transaction --no-owner --no-privileges --dbname="${db#postgresql:}" "$1"
  fi
}

pids=()
for ((w = 1; w <= writers; w++)); do write "$w" & pids+=($!); done
until (($(<acknowledged-1) >= 10 && $(<acknowledged-$writers) >= 10)); do kill -0 "${pids[0]}" || fail "a writer stopped"; sleep 0.02; done
rounds=5
for ((round = 1; round <= rounds; round++)); do
  for ((w = 1; w <= writers; w++)); do cp "acknowledged-$w" "before-$round-$w"; done
  ok backup "backup$round"
done
touch enough
for pid in "${pids[@]}"; do wait "$pid" || fail "a writer was refused while a backup was made"; done
# The record that is served is sound beside its server.
ok almanacd doctor --db "$db"
for ((w = 1; w <= writers; w++)); do last[w]=$(count "$w"); done
served=$db
stop

for ((round = 1; round <= rounds; round++)); do
  database "restored$round"
  ok restore "backup$round"
  ok almanacd doctor --db "$db"
  start
  for ((w = 1; w <= writers; w++)); do
    kept=$(count "$w")
    ((kept >= $(<"before-$round-$w"))) || fail "backup $round: $(<"before-$round-$w") was acknowledged before, and $kept is there"
    ((kept <= last[w])) || fail "backup $round holds $kept, and ${last[w]} was the last"
  done
  ok almanac dataset update counter-1 --retention again
  stop
done

# Not over what is there, and not from what is none.
if [[ $SESSION_ENGINE == sqlite ]]; then
  refused 7 "is there already" almanacd backup --db "$served" --to backup1
  refused 2 "--to FILE" almanacd backup --db "$served"
  refused 7 "there is no file none.db" almanacd backup --db none.db --to other
  refused 7 "there is no folder" almanacd backup --db "$db" --to none/there/backup
  refused 7 "restore makes a new database" almanacd restore --from backup1 --db "$served"
  touch left.db-wal
  refused 7 "left.db-wal is there" almanacd restore --from backup1 --db left.db
  echo 'not a database, and long enough to be read as a header of one' >broken
  refused 7 "is it a backup of ours" almanacd restore --from broken --db other.db
  refused 7 "there is no file none" almanacd restore --from none --db other.db
  [[ ! -e other.db ]] || fail "a restore that failed left a database"
  db=$served
  start
  refused 7 "in use by another almanacd" almanacd restore --from backup1 --db "$served"
  stop
  # The backup is a database itself.
  ok almanacd doctor --db backup1
else
  refused 2 "pg_dump --format=custom" almanacd backup --db "$served" --to other
  refused 2 "pg_restore --single-transaction" almanacd restore --from backup1 --db "$served"
  refused 1 "already exists" restore backup1
fi

# What is damaged is said in one line, with what to do, and as an object.
sql "UPDATE datasets SET description = 'By hand.' WHERE name = 'datasets/counter-2'"
refused 1 "history: datasets/counter-2: the record differs from its latest revision; compare with a backup" almanacd doctor --db "$db"
refused 1 '"check":"history","resource":"datasets/counter-2"' almanacd doctor --db "$db" -o json
refused 2 "none of text, json" almanacd doctor --db "$db" -o xml
