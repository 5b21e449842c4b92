#!/usr/bin/env bash
# The quickstart as the README gives it, with the programs built already: the sample town, and a catalogue of one's own.
. "$(dirname "$0")/session.sh"
# It is the way with the embedded database.
[[ ${SESSION_ENGINE:-sqlite} == sqlite ]] || exit 0
quickstart() { ALMANAC_BINARY=${ALMANAC_BINARY:-$source_folder/build} "$source_folder/scripts/quickstart" "$@" >quickstart.log 2>&1; }

quickstart --keep sample || { tail -n 20 quickstart.log; fail "the quickstart failed"; }
for file in annual-report.html annual-report.md data.json; do [[ -s sample/$file ]] || fail "there is no $file"; done
grep -qF "we kept 12 of 17 promises" sample/annual-report.html || fail "the report does not say what was kept"
grep -qE '^[0-9]+ steps, all of them worked' quickstart.log || fail "it does not say that all of it worked"
quickstart --keep sample && fail "a folder that is not empty is used again"

# What it wrote is itself an inventory to begin with.
quickstart --data sample/data.json --keep own || { tail -n 20 quickstart.log; fail "the quickstart failed on data.json"; }
quickstart --data quickstart.log --keep none && fail "a log is taken for an inventory"

# One real catalogue of each kind, where there are any.
for kind in "${ALMANAC_REAL_DATA:-/nowhere}"/catalogs/*/; do
  [[ -d $kind ]] || continue
  file=$(find "$kind" -name '*.json' 2>/dev/null | sort | head -n 1)
  [[ -n $file ]] || continue
  rm -rf real
  quickstart --data "$file" --keep real || { tail -n 20 quickstart.log; fail "the quickstart failed on $file"; }
done
