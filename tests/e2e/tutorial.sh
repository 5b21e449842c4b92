#!/usr/bin/env bash
# Every command of docs/tutorial.md works, in the order of the page.
. "$(dirname "$0")/session.sh"
page=$source_folder/docs/tutorial.md
ok almanacd load-sample "$source_folder/tests/data/palo-bend" --db "$db"
start
# The page has the account of Dana from the quickstart, and shows how Sam and the others come by one.
for who in dana-whitcomb sam-oyelaran grant-ellery helen-marsh ruben-ochoa; do
  enrol "$who"
  mv "$XDG_CONFIG_HOME/almanac/accounts/$who.toml" "$XDG_CONFIG_HOME/almanac/accounts/${who%%-*}.toml"
done

ran=0
# Indented lines are commands; a backslash at the end goes on.
while IFS= read -r -u 3 command; do
  [[ $command == *" login "* ]] && continue
  code=0
  bash -c "$command" >out 2>&1 </dev/null || code=$?
  ((code == 0)) || fail "ended with $code: $command"
  ran=$((ran + 1))
done 3< <(sed -n 's/^    //p' "$page" | sed -e ':a' -e '/\\$/N; s/\\\n */ /; ta' | grep '^almanac ')
((ran >= 20)) || fail "only $ran commands found in $page"
stop
