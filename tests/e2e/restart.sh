#!/usr/bin/env bash
# PostgreSQL restarts, crashes and stays away under writers and readers: almanacd goes on, what was acknowledged is there once.
# engines: postgresql
# A cluster of its own: others are at work on the common one.
[[ -n ${OWN_CLUSTER:-} ]] || OWN_CLUSTER=1 exec "${ALMANAC_SOURCE:-$(dirname "$0")/../..}/scripts/with-postgres" "$0"
. "$(dirname "$0")/session.sh"
writers=4
start
ok almanac program update --title "Town of Example"
ok almanac department create desk --title "Desk" --contact-email desk@example.gov
served_by=$server

again() {  # FILE COMMAND...: until it works; each refusal is one of a database that is away, and goes to the file
  local code
  while :; do
    code=0
    "${@:2}" >>"$1.out" 2>"$1.said" || code=$?
    ((code)) || return 0
    cat "$1.said" >>"$1.refusals"
    ((code == 7)) || { echo "ended with $code: ${*:2}" >>"$1.wrong"; return 1; }
    [[ ! -e given-up ]] || return 1
  done
}
write() {  # WRITER: sets one after another, each under an id of its own however often it is sent
  local n
  for ((n = 1; ; n++)); do
    [[ ! -e enough ]] || return 0
    again "writer$1" almanac dataset create --title "Set $1 $n" --department desk --request-id "id-$1-$n" || return 0
    echo "Set $1 $n" >>"acknowledged$1"
  done
}
read_on() { while [[ ! -e enough ]]; do again reader almanac dataset list --all -o jsonl || return 0; done; }

workers=()
trap 'kill "${workers[@]}" 2>/dev/null || true; leave' EXIT
for ((i = 1; i <= writers; i++)); do write "$i" & workers+=($!); touch "acknowledged$i"; done
read_on & workers+=($!)
progress() {  # every writer gets on
  local i before
  for ((i = 1; i <= writers; i++)); do
    before=$(wc -l <"acknowledged$i")
    for ((tries = 0; tries < 600; tries++)); do
      (($(wc -l <"acknowledged$i") <= before)) || continue 2
      sleep 0.05
    done
    touch given-up
    fail "writer $i does not get on: $(tail -n 2 "writer$i.said")"
  done
}
control() { "$ALMANAC_TEST_POSTGRES_CONTROL" "$@" >/dev/null; }

for mode in fast immediate fast immediate immediate fast; do
  progress
  sleep "0.$((RANDOM % 90 + 10))"
  control -m "$mode" restart
done

# Away for longer than anybody waits: each call is refused in words, at once after a while, and all goes on by itself.
progress
control -m fast stop
sleep 11
began=$SECONDS
refused 7 "the database does not answer just now; nothing was changed" almanac department create counter --title "Counter" --contact-email desk@example.gov
refused 7 "the database does not answer just now" almanac dataset list
((SECONDS - began <= 4)) || fail "it takes $((SECONDS - began)) seconds to say that the database is away"
grep -q 'the database is away health=NOT_SERVING' almanacd.log || fail "health does not say that the database is away"
control start
progress
for ((tries = 0; tries < 100; tries++)); do ! grep -q 'answers again health=SERVING' almanacd.log || break; sleep 0.1; done
grep -q 'answers again health=SERVING' almanacd.log || fail "health does not say that the database is there again"
touch enough
wait "${workers[@]}"

[[ $server == "$served_by" ]] && kill -0 "$server" || fail "almanacd did not live through it"
! cat ./*.wrong 2>/dev/null || fail "calls ended otherwise than with a database that is away"
sort acknowledged? >acknowledged
ok almanac dataset list --all -o jsonl
sed -n 's/.*"title": *"\(Set [^"]*\)".*/\1/p' out | sort >there
diff acknowledged there >differences || fail "what was acknowledged is not what is there: $(head -n 3 differences)"
[[ -s acknowledged && -z $(uniq -d there) ]] || fail "done twice: $(uniq -d there | head -n 3)"
says "$(wc -l <there)" psql -X -q -t -A "${db#postgresql:}" -c \
  "SELECT count(DISTINCT e.request_id) FROM events e JOIN revisions r ON r.event_id = e.id WHERE e.verb = 'dataset.created' AND e.request_id LIKE 'id-%'"
says "$(wc -l <there)" psql -X -q -t -A "${db#postgresql:}" -c "SELECT count(*) FROM events WHERE verb = 'dataset.created'"
ok almanacd doctor --db "$db"
echo "$(wc -l <there) writes kept; refused meanwhile: $(cat ./*.refusals 2>/dev/null | grep -c '^almanac: ' || true)"
cat ./*.refusals 2>/dev/null | grep '^almanac: ' | sort | uniq -c || true
stop
