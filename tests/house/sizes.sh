#!/usr/bin/env bash
# No file of ours is longer than 500 lines (tests 700). Prints how long files are.
set -euo pipefail
cd "$(dirname "$0")/../.."

git ls-files --cached --others --exclude-standard '*.cc' '*.h' '*.proto' '*.sql' '*.cmake' '*.sh' 'scripts/*' |
  while read -r file; do if [[ -f $file ]]; then echo "$(wc -l <"$file") $file"; fi; done | sort -n |
  awk '
    { lines[NR] = $1 }
    { stop = $2 ~ /^tests\// ? 700 : 500 }
    $2 ~ /^proto\// { stop = 700 }
    $1 > stop { printf "%s has %d lines; %d is the most. Split it by subject.\n", $2, $1, stop; bad = 1 }
    END {
      printf "%d files: median %d lines, 90%% under %d, longest %d\n", NR, lines[int((NR + 1) / 2)], lines[int(NR * 0.9) + 1], lines[NR]
      exit bad
    }'
