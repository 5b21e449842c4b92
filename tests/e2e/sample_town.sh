#!/usr/bin/env bash
# The sample town loads once; its export and its report are the same bytes each time.
. "$(dirname "$0")/session.sh"
town=$source_folder/tests/data/palo-bend
ok almanacd load-sample "$town" --db "$db"
refused 5 "--db" almanacd load-sample "$town" --db "$db"
start
[[ $(almanac dataset list -o jsonl --all | wc -l) == 60 ]] || fail "not sixty datasets"
[[ $(almanac dataset list -o jsonl --all --filter 'state = published' | wc -l) == 32 ]] || fail "not 32 published"
says "Purchase Card" almanac timeline --all -o table
says "sample" almanac program show

ok almanac inventory export --to one.json
ok almanac inventory export --to two.json
cmp one.json two.json || fail "two exports differ"
[[ $(grep -o '"identifier"' one.json | wc -l) -ge 60 ]] || fail "the public list is not all of it"
for secret in "Domestic Violence Incident" "Juvenile" "dana-whitcomb@" "Residual risk" "utility-accounts@"; do
  grep -qF "$secret" one.json && fail "the public export says '$secret'"
done
grep -qF "Sensitive Incident Reports A" one.json || fail "the alias is not on the public list"

# export(import(export)) is export, in a record of its own. What is only listed comes back as inventoried, and
# waits for a person to list it (docs/decisions/0012).
published() { grep -F '"distribution":' "$1" | sed 's/,$//'; }
stop
town_db=$db
database second
start
ok almanac program update --title "Town of Palo Bend"
ok almanac inventory import one.json --create-departments
ok almanac inventory export --to three.json
cmp <(published one.json) <(published three.json) || fail "a published set comes back otherwise than it went"
[[ $(published one.json | wc -l) == 32 ]] || fail "not 32 published sets in the export"
stop
database third
start
ok almanac program update --title "Town of Palo Bend"
ok almanac inventory import three.json --create-departments
ok almanac inventory export --to four.json
cmp three.json four.json || fail "export(import(export)) is not export, byte for byte"
stop

db=$town_db
start
year=$(date +%Y)
almanac report generate annual --year "$year" --to report.html >/dev/null 2>&1 || true
end_month=$(almanac program show -o json | field year_end_month)
(($(date +%-m) > end_month)) || year=$((year - 1))
ok almanac report generate annual --year "$year" --to report.html
ok almanac report generate annual --year "$year" --to again.html
cmp report.html again.html || fail "two reports differ"
grep -qF "we kept 12 of 17 promises" report.html || fail "the report does not say what was kept"
ok almanac --account none report edit "annual-$year" benefit --text "A student map moved a crossing."
ok almanac report generate annual --year "$year" --to report.md
grep -qF "A student map moved a crossing." report.md || fail "the prose is not in the report"
ok almanac report generate annual --year "$year" --to report.json

# What stands behind a figure, beside the year before, and department by department: the same numbers everywhere.
says "later by 21 days" almanac report trace kept
[[ $(almanac report trace current -o csv | grep -c ',false,') == 3 ]] || fail "not three sets behind with a refresh"
refused 6 "there is no one figure" almanac report trace kepd
ok almanac report diff "annual-$((year - 1))" "annual-$year" -o csv
grep -q '^promises.kept,.*,9 of 12 .*,12 of 17 .*,3,' "$room/out" || fail "the two years do not stand side by side"
says "12 of 17" almanac report rates --year "$year" -o csv
refused 4 "takes a person" almanac --account none report refreeze "annual-$year" --reason "No reason."

# The calendar, read without the library that wrote it.
ok almanac calendar export --to one.ics
ok almanac calendar export --to two.ics
cmp one.ics two.ics || fail "two calendars differ"
python3 - one.ics <<'PYTHON' || fail "the calendar is not as RFC 5545 has it"
import sys
raw = open(sys.argv[1], "rb").read()
assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
lines = raw.split(b"\r\n")[:-1]
assert max(map(len, lines)) <= 75
for line in lines:
    line.decode("utf-8")
text = raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
events = [part.split("\nEND:VEVENT")[0].split("\n") for part in "\n".join(text).split("BEGIN:VEVENT\n")[1:]]
assert len(events) == 38, len(events)
for event in events:
    for name in ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "SUMMARY", "DESCRIPTION"):
        assert sum(line.split(":")[0].split(";")[0] == name for line in event) == 1, (name, event)
assert len({line for event in events for line in event if line.startswith("UID:")}) == 38
assert sum(line == "STATUS:CANCELLED" for line in text) == 1
PYTHON
refused 6 "" almanac report generate weekly --year "$year" --to no.html
stop
