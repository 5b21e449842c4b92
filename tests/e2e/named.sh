#!/usr/bin/env bash
# A set that only named people know of: its team describes it, submits it, decides on it; nobody else learns that it is there.
. "$(dirname "$0")/session.sh"
start
ok almanac program update --title "Town of Example"
ok almanac department create police --title "Police" --contact-email police@example.gov
for who in "dana:Dana Whitcomb" "alan:Alan Reyes" "sam:Sam Oyelaran" "kim:Kim Ode" "lee:Lee Moss" "helen:Helen Marsh"; do
  person "${who%%:*}" "${who#*:}"
done
ok almanac person grant dana administrator
ok almanac person grant lee leadership
ok almanac person grant helen privacy_officer
ok almanac person grant alan owner --department police
ok almanac person grant sam coordinator --department police
ok almanac person grant kim coordinator --department police

# Who marks it is among its readers, and so is who owns it.
refused 6 "you would be none of them" almanac --account sam dataset create set-7 --title "Covert vehicles" --department police \
  --marking named --readers alan
ok almanac --account sam dataset create set-7 --title "Covert vehicles" --department police --owner alan --marking named \
  --readers sam --readers alan

# Another coordinator of the same department, and leadership of all of them, do not find it.
for who in kim lee; do
  refused 3 "there is no dataset set-7" almanac --account $who dataset show set-7
  run almanac --account $who dataset list -o csv
  ! grep -q set-7 out || fail "$who sees it in a list"
  run almanac --account $who find covert
  ! grep -q set-7 out || fail "$who finds it"
  run almanac --account $who event list -o csv
  ! grep -q set-7 out || fail "$who sees its events"
done
says "Covert vehicles" almanac --account sam dataset show set-7
says "Covert vehicles" almanac --account helen dataset show set-7
says "not seen by them" almanac --account dana can-i submit set-7 --as kim

# One of leadership joins its team.
ok almanac --account sam dataset update set-7 --readers sam --readers alan --readers lee
says "Covert vehicles" almanac --account lee dataset show set-7
stop
