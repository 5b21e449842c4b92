#!/usr/bin/env bash
# A dataset from a file on the desk: its columns are read here, and its values stay here.
. "$(dirname "$0")/session.sh"
start
mkdir files
printf '\xef\xbb\xbfTree ID;Species;Owner name;Planted;H\xc3\xb6he\r\n00012;"Quercus;\r\nrobur";Kim Secret;03/04/2021;1,5\r\n00013;Acer;Lee;25/06/2021;2\r\n' \
  >files/public_tree-inventory.csv
refused 2 "almanac department create" almanac add files/public_tree-inventory.csv
ok almanac department create parks --title Parks --contact-email parks@example.gov
ok almanac department create police --title Police
refused 2 "--department is missing" almanac add files/public_tree-inventory.csv
grep -q 'parks, police' "$room/out" || fail "nobody says which departments there are"
says "day/month/year" almanac add files/public_tree-inventory.csv --department parks --dry-run
refused 3 "public-tree-inventory" almanac dataset show public-tree-inventory
says "almanac dataset edit public-tree-inventory" almanac add files/public_tree-inventory.csv --department parks --mark-personal
almanac dataset show public-tree-inventory -o json >shown
for expected in '"title": "Public tree inventory"' '"name": "Höhe"' '"type": "number"' '"type": "date"' '"direct_identifier": true'; do
  grep -qF "$expected" shown || fail "$expected is not recorded"
done
# Not a value of the file is in the record, nor in what the server wrote down.
[[ ${SESSION_ENGINE:-sqlite} != sqlite ]] || ! grep -aqE 'Quercus|Kim Secret' "$room"/*.db "$room"/*.db-wal || fail "a value left the desk"

# At a terminal it asks what is missing, and once more before it writes.
says "Created elms" at_terminal $'Elms of the town\nelms\npolice\nR/P1Y\ny\ny' almanac add files/public_tree-inventory.csv
almanac dataset show elms -o json | grep -q 'R/P1Y' || fail "the frequency that was typed is not recorded"
says "There is no department Public Safety" at_terminal $'\n\nPublic Safety\nPolice\n\nn\nn' almanac add files/public_tree-inventory.csv
says "Nothing was created" at_terminal $'\n\nparks\n\nn\nn' almanac add files/public_tree-inventory.csv
refused 2 "spreadsheet" almanac add <(printf 'PK\x03\x04') --department parks

# The dictionary comes when it is ready, and takes nothing away.
printf 'Column Name,Data Type,Description,Seen by\nspecies,varchar,"Botanical name, as the label has it",Kim\nbark,text,,\n' >dictionary.csv
says "taken as a dictionary" almanac dataset fields import elms dictionary.csv --dry-run
! almanac dataset show elms -o json | grep -q Botanical || fail "a dry run wrote"
says "1 added, 1 changed" almanac dataset fields import elms dictionary.csv
says "not in the file, kept: bark" almanac dataset fields import elms files/public_tree-inventory.csv
says "nothing was sent" almanac dataset fields import elms files/public_tree-inventory.csv
almanac dataset show elms -o json | grep -q 'Botanical name' || fail "a description is lost"
# A list that is given takes the place of the one that was there, and says what that costs.
printf 'name,definition\nSpecies,Botanical name\n' >list.csv
says "Lost: type of Species; Tree ID, Owner name," almanac dataset update elms --fields @list.csv --dry-run
says "almanac dataset fields import elms FILE" almanac dataset update elms --fields @list.csv --dry-run
says "almanac dataset fields import elms dictionary.csv" almanac dataset check elms
says "almanac dataset fields import elms dictionary.csv" almanac completeness show datasets/elms
says "almanac history diff datasets/elms" almanac dataset update elms --fields @list.csv
refused 2 "--as is dictionary or data" almanac dataset fields import elms dictionary.csv --as words
stop
