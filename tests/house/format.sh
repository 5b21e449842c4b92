#!/usr/bin/env bash
# Our code is laid out by clang-format 14 and .clang-format. To mend: clang-format -i FILE
set -euo pipefail
cd "$(dirname "$0")/../.."
# clang-format says no with its exit code too; what counts is what it names.
said=$(git ls-files '*.cc' '*.h' | xargs -r clang-format --dry-run --Werror 2>&1 || true)
sed -n 's/^\([^:]*\):.*error:.*/\1/p' <<<"$said" | sort | uniq -c |
  awk '{ printf "%s: %d places to lay out; clang-format -i %s\n", $2, $1, $2; bad = 1 } END { exit bad }'
