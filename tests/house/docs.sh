#!/usr/bin/env bash
# The pages speak of what is there: links lead somewhere, files named exist, and commands named are commands.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0
complain() { echo "$1: $2" >&2; failed=1; }
commands=$(grep -hoE 'noun: "[a-z-]+"( verb: "[a-z-]+")?' proto/almanac/v1/*.proto | sed -E 's/noun: "([a-z-]+)"( verb: "([a-z-]+)")?/\1 \3/; s/ $//' | sort -u)
# Words that the command line has of its own.
own='help logout account list month find completion man add'
commands+=$'\ndataset edit\ndataset fields\nlog verify'

while read -r page; do
  folder=$(dirname "$page")
  while read -r link; do
    [[ -e $folder/${link%%#*} ]] || complain "$page" "links to $link, which is not there"
  done < <(grep -oE '\]\([^)#][^)]*\)' "$page" | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^(https?|mailto):' || true)
  while read -r path; do
    compgen -G "$path" >/dev/null || compgen -G "$path.*" >/dev/null || complain "$page" "names $path, which is not there"
  done < <(grep -oE '`(server|cli|proto|sql|scripts|tests|reports|docs)/[A-Za-z0-9_./*-]+`' "$page" | tr -d '`' | sort -u || true)
  while read -r noun verb; do
    grep -qE "^$noun( $verb)?\$" <<<"$commands" || [[ " $own " == *" $noun "* ]] || complain "$page" "names a command that is not one: almanac $noun $verb"
  done < <(grep -oE '^ *(\$ )?almanac( --?[a-z-]+ [a-z0-9.-]+)*( [a-z][a-z-]*){1,2}|`almanac( --?[a-z-]+ [a-z0-9.-]+)*( [a-z][a-z-]*){1,2}' "$page" |
    sed -E 's/^[ `$]*almanac//; s/ --?[a-z-]+ [a-z0-9.-]+//g' | sort -u || true)
done < <(git ls-files --cached --others --exclude-standard '*.md')

# docs/import.md lists every rule of the import, and no other.
rules=$(tr '\n' ' ' <server/interchange/import_rules.h | grep -oE 'ImportRule k[A-Za-z]+\{ *"[a-z_]+"' | grep -oE '"[a-z_]+"' | tr -d '"' | sort -u)
listed=$(sed -n 's/^| `\([a-z_]*\)` |.*/\1/p' docs/import.md | sort -u)
difference=$(comm -3 <(printf '%s\n' "$rules") <(printf '%s\n' "$listed") | tr -d '\t' | tr '\n' ' ')
[[ -z $difference ]] || complain docs/import.md "and server/interchange/import_rules.h differ in: $difference"
exit $failed
