#!/usr/bin/env bash
# Nobody decides on what they wrote, by no road.
. "$(dirname "$0")/session.sh"
start
ok almanac program update --title "Town of Example"
ok almanac department create police --title "Police" --contact-email police@example.gov
person dana "Dana Whitcomb"
person sam "Sam Oyelaran"
ok almanac person grant dana administrator
ok almanac person grant sam owner --department police

ok almanac --account dana dataset create calls --title "Calls" --department police --description "Calls." --owner sam --frequency R/P1D \
  --source-system Dispatch --classification publishable --fields "name=call,type=code,definition=Number,release=as_is"

# The console sets up; it never submits, decides or publishes.
refused 4 "person" almanac --account none dataset submit calls
ok almanac --account sam dataset submit calls --confirm all
refused 4 "person" almanac --account none dataset decide calls release --reason "Yes."

# The submitter may not, and neither may who wrote it: the administrator has no way round.
refused 4 "Sam Oyelaran wrote" almanac --account sam dataset decide calls release --reason "Yes."
refused 4 "Dana Whitcomb wrote" almanac --account dana dataset decide calls release --reason "Yes."

# An account made by an author is the author's.
ok almanac person create ghost --display-name "Ghost"
ok almanac person grant ghost owner --department police
enrol ghost --account dana
refused 4 "dana" almanac --account ghost dataset decide calls release --reason "Yes."

# Somebody else may, and the record says that the console made the account.
person alan "Alan Reyes"
ok almanac person grant alan owner --department police
ok almanac --account alan dataset decide calls withhold --reason "Addresses of victims."
says "local/administrator" almanac review list -o json --full
says "closed" almanac dataset show calls

# A token that is revoked stops at once.
token=$(almanac token list -o json --full --filter 'person = people/alan' | field name)
ok almanac token revoke "$token"
refused 4 "token" almanac --account alan dataset list
stop
