#!/usr/bin/env bash
# docs/obligations.tsv is honest: every obligation once, and whatever is said to meet one is there: a command of the
# contract, a page, a test.
set -euo pipefail
cd "$(dirname "$0")/../.."
table=docs/obligations.tsv
failed=0
complain() { echo "$table: $1" >&2; failed=1; }

[[ $(head -n 1 "$table") == $'id\tobligation\tsource\tmet by' ]] || complain "the first line names the four columns"
awk -F'\t' 'NF != 4 { print FILENAME ":" FNR ": has " NF " columns, not 4"; bad = 1 } END { exit bad }' "$table" >&2 || failed=1
rows=$(($(wc -l <"$table") - 1))
((rows == 148)) || complain "has $rows obligations, and the five documents have 148"
twice=$(tail -n +2 "$table" | cut -f1 | sort | uniq -d)
[[ -z $twice ]] || complain "named twice: $twice"
strange=$(tail -n +2 "$table" | cut -f1 | grep -vE '^ob:(G|M|O|L|P)[A-Z0-9.]*[a-e]?$' || true)
[[ -z $strange ]] || complain "not an id: $strange"

# NOUN VERB of every rpc's (cli), as the command line spells it; a verb may be missing, as in `almanac timeline`.
commands=$(grep -hoE 'noun: "[a-z-]+"( verb: "[a-z-]+")?' proto/almanac/v1/*.proto | sed -E 's/noun: "([a-z-]+)"( verb: "([a-z-]+)")?/\1 \3/; s/ $//' | sort -u)
[[ -n $commands ]] || complain "no command found in proto/"
# Words that the command line has of its own.
commands+=$'\n'month
while IFS= read -r means; do
  [[ $means == "not yet" ]] && continue
  if [[ $means == almanac\ * ]]; then
    grep -qxF "${means#almanac }" <<<"$commands" || complain "there is no command: $means"
  else
    [[ -f $means ]] || complain "there is no such file: $means"
  fi
done < <(tail -n +2 "$table" | cut -f4 | sed 's/; /\n/g' | sort -u)

# And the other way round: an obligation that the contract cites must be one.
while read -r id; do
  grep -qE "^$id" "$table" || complain "cited in the sources and not listed: $id"
done < <(grep -rhoE 'ob:[A-Z]+[0-9]+(\.[0-9]+)?[a-e]?|ob:G4P\.[0-9]' proto server cli reports | sort -u)
exit $failed
