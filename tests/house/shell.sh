#!/usr/bin/env bash
# Every shell script stops at the first error, parses, and can be run.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0
while read -r file; do
  [[ -f $file ]] && head -c 20 "$file" | grep -q '^#!.*sh' || continue
  bash -n "$file" || failed=1
  [[ -x $file ]] || { echo "$file: is not executable" >&2; failed=1; }
  grep -qE '^set -euo pipefail|^\. ' "$file" || { echo "$file: does not say set -euo pipefail" >&2; failed=1; }
done < <(git ls-files --cached --others --exclude-standard 'scripts/*' '.ci/*' '*.sh')
exit $failed
