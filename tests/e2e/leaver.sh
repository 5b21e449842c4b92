#!/usr/bin/env bash
# Somebody leaves: what was theirs is offered to others, who answer, and nothing is ever owned by nobody.
. "$(dirname "$0")/session.sh"
start
ok almanac program update --title "Town of Example"
ok almanac department create parks --title "Parks" --contact-email parks@example.gov
for who in "dana:Dana Whitcomb" "lucia:Lucia Fuentes" "sam:Sam Oyelaran" "victor:Victor Salas" "grant:Grant Ellery"; do
  person "${who%%:*}" "${who#*:}"
done
ok almanac person grant dana administrator
ok almanac person grant lucia coordinator --department parks
ok almanac person grant grant owner --department parks
ok almanac person grant sam coordinator --department parks --deputy
for id in trails trees courts; do
  ok almanac --account lucia dataset create $id --title "The $id" --department parks --owner grant --coordinator lucia
done

# What is hers, and who is next in line.
says "goes to sam" almanac person duties lucia
refused 4 "administrator" almanac --account sam person leave lucia
says "coordinator of trees: victor" almanac --account dana person leave lucia --instead 'of=trees,to=victor' --dry-run
says "trees" almanac --account lucia dataset list

# It is done at once: the account is dead, and each thing waits for an answer.
says "3 things are offered to sam, 1 to victor" almanac --account dana person leave lucia --instead 'of=trees,to=victor'
refused 4 "token" almanac --account lucia dataset list
refused 5 "left" almanac person enrol lucia
refused 5 "person return lucia" almanac person grant lucia auditor
refused 6 "leaves or left" almanac --account sam dataset update courts --owner lucia
says "sam is asked" almanac person orphans

# Sam takes the role and two datasets in one command; Victor wants none of it.
says "handover accept --from lucia" almanac --account sam
says "2 datasets and 1 role" almanac --account sam handover accept --from lucia
refused 3 "nothing of lucia" almanac --account sam handover accept --from lucia
refused 6 "reason" almanac --account victor handover decline trees-coordinator
ok almanac --account victor handover decline trees-coordinator --reason "The street trees are not ours."
says "street trees are not ours" almanac --account dana
says "declined: The street trees" almanac person orphans --department parks
says "lucia" almanac dataset show trees

# An administrator offers it to somebody else, and then nothing of hers is left.
ok almanac --account dana handover offer trees-coordinator sam
ok almanac --account sam handover accept trees-coordinator
says "sam" almanac dataset show trees
run almanac person orphans -o csv
! grep -q trees out || fail "trees is still an orphan"
says "took it over" almanac history show datasets/trees
[[ $(almanac handover list -o jsonl --filter 'leaver = lucia AND state = accepted' | wc -l) == 4 ]] || fail "not four handovers"

# She comes back, with no role and no account.
ok almanac person return lucia
ok almanac person grant lucia auditor
enrol lucia
says "auditor" almanac --account lucia

# Grant is away for a week: nobody stands in until somebody is named, and no role changes hands.
refused 4 "administrator" almanac --account sam person away grant --end-date tomorrow
says "person grant PERSON owner --department parks --deputy" almanac --account grant person away grant --end-date tomorrow
ok almanac person grant victor owner --department parks --deputy
says "victor" almanac --account grant person away grant --end-date tomorrow
says "is back" almanac --account grant person back grant
refused 5 "is not away" almanac --account grant person back grant
stop
