#!/usr/bin/env bash
# The manual: a page a noun, made without a server, and sound for those who format it.
. "$(dirname "$0")/session.sh"
says "pages to man" almanac man --to man
for page in almanac almanac-dataset almanac-add almanac-code-list; do [[ -s man/$page.1 ]] || fail "there is no page $page"; done
[[ $(almanac man dataset) == "$(cat man/almanac-dataset.1)" ]] || fail "the page alone is another"
grep -q '^\.SS "almanac dataset fields import"$' man/almanac-dataset.1 || fail "a command is not on its page"
grep -qF -- '\-\-frequency' man/almanac-dataset.1 || fail "an option is not on the page"
grep -qF 'WRONG_STATE' man/almanac.1 || fail "the exit codes are not on the page"
refused 2 "There are pages on" almanac man datasets
# Formatters warn of what they do not understand.
if command -v mandoc >/dev/null; then
  # A page bears the version and no day, so that the same source gives the same bytes.
  mandoc -T lint -W warning man/*.1 | grep -v 'missing date' >warnings || true
  [[ ! -s warnings ]] || fail "mandoc: $(head -n 5 warnings)"
fi
