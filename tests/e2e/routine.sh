#!/usr/bin/env bash
# A routine dataset in three commands: add, submit, agree. And what keeps light things honest.
. "$(dirname "$0")/session.sh"
start
ok almanac program update --title "Town of Example" --time-zone America/Phoenix --profile gilbert
ok almanac department create parks --title Parks --contact-email parks@example.gov
person dana "Dana Whitcomb"; ok almanac person grant dana administrator
person sam "Sam Oyelaran"; ok almanac person grant sam coordinator --department parks
person grant "Grant Ellery"; ok almanac person grant grant owner --department parks
person helen "Helen Marsh"; ok almanac person grant helen privacy_officer
person lee "Lee Moss"; ok almanac person grant lee leadership
printf 'bench_id,material,shade\n1,wood,yes\n2,steel,no\n' >benches.csv
cat >dictionary.csv <<'END'
name,definition,release
bench_id,Stable number,as_is
material,wood or steel,as_is
shade,Whether it stands in the shade at noon,as_is
END

# The coordinator: two commands, and what the file does not say.
ok almanac --account sam add benches.csv --department parks --frequency R/P1Y
ok almanac --account sam dataset fields import benches dictionary.csv
ok almanac --account sam dataset update benches --description "Every bench in a park." --owner grant --source-system "Town GIS" \
  --classification publishable --licence CC0-1.0 \
  --distributions "kind=file,format=CSV,media_type=text/csv,download_url=https://example.gov/benches.csv"
refused 5 "The body may publish it" almanac --account sam dataset submit benches
# At a terminal it asks, and a no submits nothing.
at_terminal $'y\nn' almanac --account sam dataset submit benches >out 2>&1 && fail "submitted although one thing is not so"
says "identified" almanac dataset check benches -o table
says "Submitted benches" at_terminal $'y\ny\ny' almanac --account sam dataset submit benches

# The owner: everything routine with one reason.
says "benches" almanac --account grant inbox
says "released: benches" almanac --account grant inbox -o table --approve-routine --reason "Places and things; nothing about people."
says "Nothing routine waits on you" almanac --account grant inbox -o table --approve-routine --reason "Once more."
ok almanac --account dana dataset publish benches

# The first of a quarter is read again, and the leadership team hears of all of them.
says "almanac review reread benches-1" almanac --account helen inbox
refused 4 "privacy officer" almanac --account lee review reread benches-1 --note "Fine."
ok almanac --account helen review reread benches-1 --note "Opened it: numbers, wood, shade."
says "One routine decision" almanac --account lee inbox

# Whoever of them sees that it should not be public takes it back alone, at once.
says "pulled back" almanac --account lee review pull-back benches-1 --reason "The map shows a shelter that is secret."
says "suspended" almanac dataset show benches
says "benches-1" almanac --account lee incident list
stop
