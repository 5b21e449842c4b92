#!/usr/bin/env bash
# Something public names somebody: down within a minute, looked into, closed with a lesson, and back through a review of its own.
. "$(dirname "$0")/session.sh"
ok almanacd load-sample "$source_folder/tests/data/palo-bend" --db "$db"
start
for who in dana-whitcomb sam-oyelaran grant-ellery helen-marsh; do enrol "$who"; done
# Those who answer for the parks; the clerk of the police is none of them.
enrol alan-reyes

ok almanac --account dana-whitcomb dataset suspend park-amenities --cause exposure --reason "We are checking a column of it." \
  --details "A caller read out row 17: it names a caretaker."
says "suspended" almanac dataset show park-amenities
! almanac inventory export | grep -q '"downloadURL":"[^"]*amenities' || fail "the public still has it"
says "taken down by dana-whitcomb" almanac --account helen-marsh inbox
refused 3 "park-amenities-1" almanac --account alan-reyes incident show park-amenities-1
! almanac --account alan-reyes history show datasets/park-amenities | grep -q "row 17" || fail "details of the incident are told to others"

# It does not come back before it is known how that came about.
refused 5 "almanac incident close park-amenities-1" almanac --account sam-oyelaran dataset reopen park-amenities --reason "Dropped."
ok almanac --account sam-oyelaran incident update park-amenities-1 --people-affected 1 --told "The caretaker, by telephone, at noon."
refused 5 "--lesson" almanac --account helen-marsh incident close park-amenities-1 --findings "A column of notes came with the export."
ok almanac --account helen-marsh incident close park-amenities-1 --findings "A column of notes came with the export." \
  --lesson "The export takes the columns that are listed, and no others."
ok almanac --account sam-oyelaran dataset reopen park-amenities --reason "The column is dropped at the source."
ok almanac --account sam-oyelaran dataset submit park-amenities --confirm all
ok almanac --account grant-ellery dataset decide park-amenities release --reason "The column is gone; nothing about people."
ok almanac --account dana-whitcomb dataset publish park-amenities --note "Published anew without a column of notes."
says "park-amenities" almanac dataset list --filter 'name = park-amenities AND state = published'
stop
