#!/usr/bin/env bash
# What people ask for makes an order; what can be put together and what an audit found hold things up. In the sample town.
. "$(dirname "$0")/session.sh"
ok almanacd load-sample "$source_folder/tests/data/palo-bend" --db "$db"
start
enrol joan-prewitt
enrol helen-marsh
enrol priya-natarajan

says "11 datasets wait, and 10 can be done" almanac priority list -o table
[[ $(almanac priority list -o csv | sed -n 2p) == 1,datasets/code-cases,* ]] || fail "the code cases do not come first"
# Of the 52 that were counted up to the end of last month, those of the twelve months up to today.
says "requests in twelve months" almanac priority show code-cases -o table
says "- 52, " almanac priority show code-cases -o table
says "log of records requests" almanac priority show code-cases -o table
printf '[priority.weights]\n# tried\nrequests = 0\nmandate = 9\n' >weights.toml
says "mandate 9" almanac priority what-if --weights @weights.toml -o table
says "use-of-force" almanac priority what-if --weights requests=0,mandate=9 -o table
refused 6 "0 to 100" almanac priority what-if --weights requests=500
refused 4 "a person" almanac --account none priority override tree-inventory 1 --reason "x"
ok almanac --account joan-prewitt priority override tree-inventory 1 --reason "Residents asked twice."
says "Residents asked twice" almanac priority list -o table
ok almanac --account joan-prewitt priority end-override tree-inventory --reason "It is planned."

# A table of counts: all of it or nothing, and the same again changes nothing.
printf 'Theme,Period,Requests\ndogs,2020-01,many\n,2020-01,3\nTotal,2020-01,90\n' >bad.csv
refused 6 "row 2, count: 'many' is no whole number" almanac signal import bad.csv --source "The clerk" -o table
refused 2 "--source" almanac signal import bad.csv
printf 'Name of requester,Received,Subject of request,Topic\nA. Person,1/15/2020,All of it,dogs\nB. Person,1/20/2020,More,Dogs\n' >log.csv
says "2 in 2 rows: 1 signals recorded" almanac signal import log.csv --source "The clerk"
says "1 as they were" almanac signal import log.csv --source "The clerk"
almanac signal list --all -o jsonl | grep -qF "Person" && fail "a name of somebody who asked was sent"

# What can be put together waits for the privacy officer.
says "age+time" almanac mosaic list -o table
says "mosaic" almanac --account helen-marsh inbox -o table
refused 4 "may not decide" almanac --account joan-prewitt mosaic clear age+time --reason "x"
ok almanac --account helen-marsh mosaic clear age+time --reason "Bands of ten years, and no place."
says "cleared" almanac mosaic show age+time

# An audit finding holds up what it is about, and says nothing to who may not see it.
printf 'Finding ID,Dataset,Severity,Date,Description,Closed\nSEC-1,trees-of-nowhere,high,1/15/2020,A password.,\nSEC-2,code-cases,grave,1/15/2020,A password.,\n' >audit.csv
refused 6 "row 3, severity: 'grave' is no severity" almanac --account none audit-finding import audit.csv -o table
sed -i 's/trees-of-nowhere/code-cases/; s/grave/low/' audit.csv
says "2 findings: 2 new" almanac --account none audit-finding import audit.csv
says "audit_findings" almanac --account none dataset check code-cases -o csv
says "accepted" almanac --account priya-natarajan audit-finding close sec-2 --accept --reason "The server goes."
ok almanac --account none inventory export --internal --to all.csv
grep -qF "SEC-1" all.csv && fail "a finding is in an export"
stop
