#!/usr/bin/env bash
# A coordinator's month: a question a set, answered with a letter; what was answered is done.
. "$(dirname "$0")/session.sh"
ok almanacd load-sample "$source_folder/tests/data/palo-bend" --db "$db"
start
enrolled() {  # PERSON
  local code
  code=$(almanac person enrol "$1" 2>&1 | grep -oE '\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b' | head -n 1)
  almanac login --code "$code" --account "$1" --label test >/dev/null 2>&1
}
enrolled mei-tran
month() { printf '%s\n' "$@" | almanac --account mei-tran month --department public-works --until 2099-12-31; }
day() { almanac dataset show "$1" -o json | field "$2"; }
today=$(TZ=America/Phoenix date +%F)
first=$(almanac dataset list --filter 'state = published AND next_due_date:* AND department = departments/public-works' \
  --order-by next_due_date --limit 2 -o jsonl | sed -n 1p | field name | sed 's,datasets/,,')
second=$(almanac dataset list --filter 'state = published AND next_due_date:* AND department = departments/public-works' \
  --order-by next_due_date --limit 2 -o jsonl | sed -n 2p | field name | sed 's,datasets/,,')

# A letter that is none explains; the end of the input stops, and nothing is lost.
says "nothing has changed" month x n
[[ $(day "$first" refreshed_date) == "$today" ]] || fail "the first set is not looked at"
[[ $(day "$second" refreshed_date) != "$today" ]] || fail "the second set was not answered, and is refreshed"

# What is refused is asked again: a day that is over is no day to come.
says "no day to come" month l 2020-01-01 'The state sends it late.' q
says "comes by" month l 2099-01-15 'The state sends it late.' q
[[ $(day "$second" refresh_expected_date) == 2099-01-15 ]] || fail "nobody was told that it is late"
says "The state sends it late." almanac inventory export --format jsonl
says "not looked at" month q
says "almanac --account mei-tran month --department public-works --until 2099-12-31" month q
# The day is asked again, and the reason only after a day that can be.
says "A day is typed as" month r 2026-13-01 q
says "2099-01-01 is still to come" month r 2099-01-01 q

# A refresh takes the word back.
says "1 refreshed" month r '' q
[[ -z $(day "$second" refresh_expected_date) ]] || fail "it is refreshed and still announced as late"
refused 2 "--until" almanac --account mei-tran month --until soon
stop
