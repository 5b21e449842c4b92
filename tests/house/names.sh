#!/usr/bin/env bash
# A file is named after what is in it. And no file speaks of a place outside the project.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0
mapfile -t files < <(git ls-files --cached --others --exclude-standard)

if printf '%s\n' "${files[@]}" | grep -E '(^|/)(utils?|helpers?|common|misc|manager|impl)(\.|/|_|$)|_(utils?|helpers?|manager|impl)\.'; then
  echo "names: these say nothing about what is inside" >&2
  failed=1
fi
if printf '%s\n' "${files[@]}" | grep -E '\.(cpp|hpp|cxx|hxx|hh|c)$|[A-Z].*\.(cc|h)$'; then
  echo "names: sources are snake_case.cc and snake_case.h" >&2
  failed=1
fi
# .ci/run is the one place that looks beside the checkout.
if printf '%s\0' "${files[@]}" | grep -zvE '^(\.ci/run|tests/house/names\.sh)$' |
  xargs -0 grep -nIE '[.][.]/shared|(^|[^[:alnum:]._])/(work|tmp/b-[a-z]+)/' -- 2>/dev/null; then
  echo "names: these lines point outside the project" >&2
  failed=1
fi
exit $failed
