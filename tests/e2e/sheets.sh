#!/usr/bin/env bash
# A coordinator takes a department's datasets into a spreadsheet and back: pull, edit, plan, apply, undo.
. "$(dirname "$0")/session.sh"
start
ok almanac department create parks --title "Parks and Recreation"
for id in trees trails benches; do
  ok almanac dataset create "$id" --title "The $id" --department parks --contact-name "Front desk"
done
person sam "Sam Oyelaran"
ok almanac person grant sam coordinator --department parks
export ALMANAC_ACCOUNT=sam

# A file that was pulled says that nothing changes, of either kind; one that is there is left alone.
says "Wrote parks.xlsx with 3 datasets" almanac inventory pull --department parks --to parks.xlsx
says "Nothing changes: 3 rows are as they are" almanac inventory plan parks.xlsx
says "almanac inventory plan parks.csv" almanac inventory pull --department parks --to parks.csv
says "Nothing changes: 3 rows are as they are" almanac inventory plan parks.csv
refused 2 "is there already" almanac inventory pull --department parks --to parks.csv
refused 2 "endings are .xlsx or .csv" almanac inventory pull --department parks --to parks.ods
refused 3 "police" almanac inventory pull --department police --to police.csv

# The same change on many is one line; a new row is a new dataset; nothing is written by a plan.
sed 's/Front desk/Gate house/; s/The trails/Trails/' parks.csv >edited.csv
columns=$(head -n 1 parks.csv | tr -cd , | wc -c)
printf ',,Fountains,,,parks%s\r\n' "$(printf ',%.0s' $(seq $((columns - 5))))" >>edited.csv
says "Contact name: Front desk → Gate house on 3 datasets: benches, trails, trees" almanac inventory plan edited.csv
says "Title  The trails → Trails" almanac inventory plan edited.csv
says "New: Fountains" almanac inventory plan edited.csv
says "3 datasets would change, 1 new dataset would be added." almanac inventory plan edited.csv
says "Front desk" almanac dataset show trees

# What is not right is named by row and column, all of it, and nothing is written.
sed 's/The trails/Trails/; s/The trees/The trees/; s/\(^trees,[^,]*,[^,]*,,,\)parks/\1prks/' parks.csv >wrong.csv
refused 6 "row 4 (trees): Department names 'prks', which is not there." almanac inventory apply wrong.csv
grep -qF "The trails → Trails" out || fail "what would have changed is not told"
grep -qF "Nothing was written" out || fail "does not say that nothing was written"
says "The trails" almanac dataset show trails

says "3 datasets would change" almanac inventory apply edited.csv --dry-run
says "3 datasets changed, 1 new dataset added." almanac inventory apply edited.csv --request-id round-one
grep -qF "almanac inventory undo round-one" out || fail "does not say how to take it back"
says "Gate house" almanac dataset show trees
says "Fountains" almanac dataset show fountains

# Somebody was faster: who, when and what, and nothing is written.
ok almanac inventory pull --department parks --to late.csv
ok almanac --account none dataset update trees --title "Trees of the town"
sed -i 's/Gate house/Tower/' late.csv
refused 5 "trees has changed since you read it: title, last by local/administrator" almanac inventory apply late.csv
says "Gate house" almanac dataset show trails

# An undo is whole too.
refused 5 "trees has changed since the apply: title" almanac inventory undo
says "Gate house" almanac dataset show trails
ok almanac inventory pull --department parks --to again.csv
sed -i 's/Gate house/Tower/' again.csv
ok almanac inventory apply again.csv
says "Took back apply" almanac inventory undo
says "Gate house" almanac dataset show trails
refused 3 "there is no apply nowhere" almanac inventory undo nowhere
refused 2 "not a whole spreadsheet" almanac inventory plan <(printf PK)
stop
