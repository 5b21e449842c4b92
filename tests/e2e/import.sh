#!/usr/bin/env bash
# A catalogue comes in whole or not at all, and the second time changes nothing.
. "$(dirname "$0")/session.sh"
start
catalogue=$source_folder/tests/data/palo-bend/adopted.json
ok almanac program update --title "Town of Palo Bend"

# Publishers that are no department are named, with the two ways out; nothing is imported.
refused 6 "--create-departments" almanac inventory import "$catalogue"
ok almanac dataset list -o jsonl
[[ ! -s out ]] || fail "a refused import left datasets behind"
says "5" almanac inventory import "$catalogue" --create-departments --dry-run
[[ -z $(almanac dataset list -o jsonl) ]] || fail "a dry run left datasets behind"

says "5" almanac inventory import "$catalogue" --create-departments
[[ $(almanac dataset list -o jsonl --all | wc -l) == 5 ]] || fail "not five datasets"
before=$(almanac dataset list -o jsonl --all --full)
says "unchanged" almanac inventory import "$catalogue"
[[ $(almanac dataset list -o jsonl --all --full) == "$before" ]] || fail "the second import changed something"

# What changed there comes along; what was edited here stays and is told.
ok almanac dataset update zoning-districts --title "Zoning Districts of Palo Bend"
sed 's/"Zoning Districts"/"Zoning Map"/; s/the laboratory found/a laboratory found/' "$catalogue" >changed.json
says "Zoning Map" almanac inventory import changed.json
says "Zoning Districts of Palo Bend" almanac dataset show zoning-districts
says "a laboratory found" almanac dataset show water-quality

# From standard input, and a file that is none.
ok sh -c "almanac inventory import - <changed.json"
echo '{"dataset": [{"title": "cut of' >broken.json
refused 6 "line 2" almanac inventory import broken.json
refused 2 "nowhere.json" almanac inventory import nowhere.json
stop
