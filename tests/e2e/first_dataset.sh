#!/usr/bin/env bash
# From an empty folder to the first published dataset.
. "$(dirname "$0")/session.sh"
start

# An empty record says where to begin.
says "almanac" almanac
ok almanac program update --title "Town of Example" --time-zone America/Phoenix
ok almanac department create parks --title "Parks" --contact-email parks@example.gov
refused 5 "departments/parks" almanac department create parks --title "Parks again"

person dana "Dana Whitcomb"
person sam "Sam Oyelaran"
ok almanac person grant dana administrator
ok almanac person grant sam coordinator --department parks

# A title is enough to begin; submitting names everything else at once.
says "benches" almanac --account sam dataset create benches --title "Park Benches" --department parks
refused 6 "departments/pool" almanac --account dana dataset create pools --title "Pools" --department pool
refused 2 "--titel" almanac --account sam dataset create more --titel "More"
refused 5 "--description" almanac --account sam dataset submit benches
grep -qF -- "--frequency" out || fail "submitting does not name the frequency too"
says "benches" almanac --account sam dataset update benches --description "Every bench in a park." --owner sam \
  --frequency R/P1Y --source-system "Town GIS" --classification publishable --licence CC0-1.0 \
  --fields "name=bench_id,type=code,definition=Stable number,release=as_is"
refused 6 "R/P1M" almanac --account sam dataset update benches --frequency R/P1X
# What nobody can compute is asked of who puts it forward.
refused 5 "No column of notes" almanac --account sam dataset submit benches
ok almanac --account sam dataset submit benches --confirm all
refused 5 "in review" almanac --account sam dataset submit benches --confirm all

says "benches" almanac --account dana
says "almanac --account dana dataset decide benches defer" almanac --account dana
ok almanac --account dana dataset decide benches defer --reason "Who mends them?"
says "Sent back by dana" almanac dataset show benches -o table
ok almanac --account sam dataset submit benches --confirm all --note "Parks does, it is in the description."
says "somebody who did not write it decides" almanac dataset check benches -o table
says "somebody who did not write it decides" almanac dataset show benches -o table
ok almanac --account dana dataset decide benches release --reason "Nothing about people."
# What publishing needs is named with the command that mends it.
refused 5 "--distributions" almanac --account dana dataset publish benches
ok almanac --account sam release plan benches 2099-12-01
ok almanac --account dana release confirm benches
says "benches" almanac timeline --first-day 2099-01-01

# An address is material: the decision was about something else.
ok almanac --account sam dataset update benches --distributions "kind=file,format=CSV,media_type=text/csv,download_url=https://example.gov/benches.csv"
refused 5 "submit" almanac --account dana dataset publish benches
ok almanac --account sam dataset submit benches --confirm all
ok almanac --account dana dataset decide benches release --reason "Nothing about people, and the file is there."
ok almanac --account dana dataset publish benches
says "published" almanac dataset show benches
says '"accessLevel": "public"' sh -c 'almanac inventory export | sed "s/\":\"/\": \"/g"'
says "dataset.published" almanac history show datasets/benches

# Who may see to all sets is told below of those that nobody owns; who describes them has them in the inbox.
ok almanac dataset create wishes --title "Wishes" --department parks
# A day to be typed, so that a copied command claims no refresh of today.
refused 6 "day" almanac dataset refreshed benches --as-of DAY
refused 2 "did you mean --as-of?" almanac dataset refreshed benches --date 2026-01-01
refused 2 "did you mean --department parks?" almanac inventory pull parks
says "role of privacy officer now, in parks" almanac person grant sam privacy_officer --department parks
says "dana completeness show program" almanac --account dana
says "benches" almanac timeline --from yesterday --last-day 2099-12-31
says "benches" almanac timeline --from 2020-01-01 --to 2099-12-31
refused 6 "--last-day" almanac timeline --first-day 2099-01-01 --last-day 2098-01-01

refused 3 "no dataset" almanac dataset show nothing-here
refused 7 "" almanac --socket "$room/nobody.sock" dataset list
stop
