#!/usr/bin/env bash
# Killed again and again in the middle of writes and imports: it opens, what was acknowledged is there, no import is half there.
. "$(dirname "$0")/session.sh"
rounds=${ROUNDS:-200} records=120
start
ok almanac program update --title "Town of Example"
ok almanac department create desk --title "Desk" --contact-email desk@example.gov
ok almanac dataset create counter --title "Counter" --department desk
echo 0 >acknowledged

catalogue() {  # ROUND: a data.json with $records records
  local i
  printf '{"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": ['
  for ((i = 1; i <= records; i++)); do
    ((i == 1)) || printf ','
    printf '{"identifier": "r%d-%d", "title": "Set %d of round %d", "description": "One of many.", "keyword": ["many"], "modified": "2024-01-01", "publisher": {"name": "Desk"}, "contactPoint": {"fn": "Desk", "hasEmail": "mailto:desk@example.gov"}, "accessLevel": "non-public"}' "$1" "$i" "$i" "$1"
  done
  printf ']}\n'
}
write() {  # counts up until the server is gone
  local n
  n=$(<acknowledged)
  while almanac dataset update counter --retention "$((n + 1))" >/dev/null 2>&1; do
    n=$((n + 1))
    echo "$n" >acknowledged.new && mv acknowledged.new acknowledged
  done
}
bring() { almanac inventory import "round$1.json" --catalogue "round-$1" >/dev/null 2>&1 && touch "round$1.done"; }

half=0 whole=0
for ((round = 1; round <= rounds; round++)); do
  write &
  writer=$!
  importer=''
  if ((round % 2)); then
    catalogue "$round" >"round$round.json"
    bring "$round" &
    importer=$!
  fi
  sleep "0.$(printf '%02d' $((4 + RANDOM % 45)))"
  crash
  wait "$writer" 2>/dev/null || true
  [[ -z $importer ]] || wait "$importer" 2>/dev/null || true
  start

  kept=$(almanac dataset show counter -o json | field retention)
  ((${kept:-0} >= $(<acknowledged))) || fail "round $round: $(<acknowledged) was acknowledged and ${kept:-0} is there"
  # One write may have reached the disk and not the writer.
  ((${kept:-0} <= $(<acknowledged) + 1)) || fail "round $round: ${kept:-0} is there and only $(<acknowledged) was tried"
  echo "${kept:-0}" >acknowledged
  if [[ -n $importer ]]; then
    there=$(almanac dataset list --all -o jsonl --filter "catalogue = round-$round" | wc -l)
    if [[ -e round$round.done ]]; then
      ((there == records)) || fail "round $round: the import was acknowledged and $there of $records records are there"
    fi
    ((there == 0 || there == records)) || fail "round $round: $there of $records records are there"
    if ((there)); then whole=$((whole + 1)); else half=$((half + 1)); fi
    rm -f "round$round".*
  fi
done
stop
echo "killed $rounds times; $(<acknowledged) writes kept, $whole imports there in whole, $half not at all"
