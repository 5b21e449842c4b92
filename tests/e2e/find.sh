#!/usr/bin/env bash
# Finding one's way: commands by one's own words, and what the shell offers at the press of Tab.
. "$(dirname "$0")/session.sh"
ok almanacd load-sample "$source_folder/tests/data/palo-bend" --db "$db"
start
first() { almanac find "$@" 2>/dev/null | sed -n '2p'; }
[[ $(first move a date) == *"almanac release move"* ]] || fail "the way to move a date is not the first: $(first move a date)"
[[ $(first approve) == *"almanac review approve"* ]] || fail "who approves is not shown how to agree"
[[ $(first send back) == *"dataset decide"* && $(first ask for a change) == *"dataset decide"* ]] || fail "sending back is not found"
[[ $(first set the name of the town) == *"program update"* ]] || fail "the name of the town is not found"
says "almanac person grant" almanac find what each role may do
says "almanac person grant" almanac find who decides
[[ $(first gaps in the inventory) == *completeness* || $(first what is missing) == *completeness* ]] || fail "gaps are not found"
says "almanac help filter" almanac find filter
says "almanac dataset show traffic-crashes" almanac find traffic crashes
refused 3 "Fewer words" almanac find xyzzy
stop
# Without a server the help is still found.
says "almanac dataset publish" almanac find publish

start
source <(almanac completion bash)
offered() {  # WORDS...: what would be offered for the last of them
  COMP_WORDS=(almanac "$@") COMP_CWORD=$#
  _almanac
  printf '%s\n' "${COMPREPLY[@]}"
}
grep -qx dataset < <(offered da) || fail "no noun is offered"
grep -qx submit < <(offered dataset su) || fail "no verb is offered"
grep -qx -- --frequency < <(offered dataset update trails --fr) || fail "no option is offered"
grep -qx trails < <(offered dataset show tra) || fail "no name is offered"
grep -qx closed < <(offered dataset update trails --access c) || fail "no value is offered"
grep -qx submit < <(offered --account sam dataset su) || fail "an account is taken for a noun"
grep -qx import < <(offered dataset fields im) || fail "the second word of a verb is not offered"
grep -qx trails < <(offered dataset fields import tra) || fail "no name is offered after a verb of two words"
touch columns.csv
grep -qx columns.csv < <(offered dataset fields import trails col) || fail "no file is offered"
grep -qx columns.csv < <(offered add col) || fail "no file is offered after a word that stands alone"
refused 2 "bash and zsh" almanac completion fish
stop
