#!/usr/bin/env bash
# The sample town's files hold what its README says, as far as files can be counted.
set -euo pipefail
cd "$(dirname "$0")/../data/palo-bend"
failed=0
expect() {  # WHAT WANTED FOUND
  [[ $2 == "$3" ]] || { echo "sample town: $1: $3, expected $2" >&2; failed=1; }
}
files=(20*.jsonl)
calls() { grep -ho "\"call\": \"$1\"" "${files[@]}" | wc -l; }

expect "datasets, with the five adopted" 60 $(($(calls CreateDataset) + $(grep -c '"identifier"' adopted.json)))
expect "departments, commission and contractor" 10 "$(calls CreateDepartment)"
expect "people" 12 "$(calls CreatePerson)"
expect "systems" 19 "$(calls CreateSystem)"
expect "definitions" 4 "$(calls CreateDefinition)"
expect "editions of the three code lists" 4 "$(calls AddCodeListEdition)"
expect "tables of requests by theme" 2 "$(calls ImportSignals)"
expect "cancelled releases" 1 "$(calls CancelRelease)"
expect "withdrawn sets" 1 "$(calls WithdrawDataset)"
expect "publications: twenty-eight sets, one of them twice" 29 "$(calls PublishDataset)"

times=$(cat "${files[@]}" | sed -E 's/^\{"time": "([^"]*)".*/\1/')
expect "lines that start with a time" "$(cat "${files[@]}" | wc -l)" "$(grep -cE '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:00Z$' <<<"$times")"
sort -c <<<"$times" 2>/dev/null || { echo "sample town: lines are not in order of time" >&2; failed=1; }
for file in "${files[@]}"; do
  month=${file%.jsonl}
  grep -qv "^{\"time\": \"$month-" "$file" && { echo "sample town: $file has a line of another month" >&2; failed=1; }
done
# The loader moves days, so prose that names one would be false.
if grep -nHE '"(reason|note|rationale)": "[^"]*\b(20(24|25|26|27)|(January|February|March|April|June|July|August|September|October|November|December) [0-9])' "${files[@]}"; then
  echo "sample town: prose above names a day or year that the loader moves" >&2
  failed=1
fi
exit $failed
