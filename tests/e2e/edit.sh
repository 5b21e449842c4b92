#!/usr/bin/env bash
# A dataset in an editor: what was changed is sent and nothing else, and nothing that was typed is lost.
. "$(dirname "$0")/session.sh"
start
ok almanac department create parks --title Parks
ok almanac dataset create trees --title 'Trees' --department parks
export TMPDIR=$room
shown() { almanac dataset show trees -o json | field "$1"; }
# An editor is a program that is given a file; these say what is typed in it.
typed() { printf '#!/bin/sh\n%s\n' "$1" >"$room/editor"; chmod +x "$room/editor"; }
export EDITOR=$room/editor
unset VISUAL
kept() { grep -oE '/[^ ;]*almanac-[a-z0-9]+\.toml' "$room/out" | head -n 1; }

# What it opens says what is missing, and what may stand there.
typed 'cp "$1" seen'
says "nothing was sent" almanac dataset edit trees
grep -q '^# One of demographic\|One of demographic, performance' seen || fail "the values of kind are not in the file"
grep -B2 '^licence = ""' seen | grep -q MISSING || fail "the licence is missing, and nothing says so"
(( $(almanac history show trees -o jsonl | wc -l) == 1 )) || fail "nothing was changed, and something was sent"

typed 'sed -i "s/^licence = .*/licence = \"CC0-1.0\"/; s/^keywords = .*/keywords = [\"trees\", \"shade\"]/" "$1"'
says "Updated trees: keywords, licence." almanac dataset edit trees --reason 'asked for'
[[ $(shown licence) == CC0-1.0 ]] || fail "the licence was not recorded"
says "would change: keywords" almanac dataset update trees --keywords oaks --dry-run

# A slip of the pen: the file stays, with the problem on top, and is taken up again.
typed 'sed -i "s/^access = .*/access = \"opne\"/; s/^description = .*/description = \"Every tree that the town waters.\"/" "$1"'
refused 6 "did you mean open" almanac dataset edit trees
file=$(kept)
head -n 1 "$file" | grep -q '^#! line' || fail "the problem is not at the top of $file"
line=$(head -n 1 "$file" | grep -oE '[0-9]+' | head -n 1)
sed -n "${line}p" "$file" | grep -q opne || fail "line $line is not the one with the problem"
sed -i 's/opne/open/' "$file"
says "Updated trees: description." almanac dataset edit trees --from "$file"
[[ $(shown description) == 'Every tree that the town waters.' ]] || fail "what was typed is lost"

# What the server refuses stays as well.
typed 'sed -i "s/^frequency = .*/frequency = \"now and then\"/" "$1"'
refused 6 "frequency" almanac dataset edit trees
[[ -s $(kept) ]] || fail "what the server refused is lost"

# Somebody else was faster, in the same field and in another.
typed 'sed -i "s/^retention = .*/retention = \"Ten years\"/" "$1"
almanac dataset update trees --retention "Five years" --spatial "The town" 2>/dev/null'
refused 5 "Five years" almanac dataset edit trees
grep -q 'administrator' "$room/out" || fail "nobody says who was faster"
file=$(kept)
grep -q '^# Five years$' "$file" || fail "theirs is not in the file"
grep -q '^spatial = "The town"$' "$file" || fail "what others changed alone is not kept"
says "Updated trees: retention." almanac dataset edit trees --from "$file"
[[ $(shown retention) == 'Ten years' && $(shown spatial) == 'The town' ]] || fail "one of the two edits is lost"

# At a terminal it asks; a yes opens the file again.
cat >twice <<'END'
#!/bin/sh
if grep -q '^#! ' "$1"; then sed -i 's/daily/R\/P1D/' "$1"; else sed -i 's/^frequency = .*/frequency = "daily"/' "$1"; fi
END
chmod +x twice
says "Updated trees: frequency." at_terminal y env EDITOR="$room/twice" almanac dataset edit trees
[[ $(shown frequency) == R/P1D ]] || fail "the second try was not sent"
typed 'sed -i "s/^access = .*/access = \"opne\"/" "$1"'
refused 6 "kept in" at_terminal n almanac dataset edit trees

# Others changed other fields alone: one question, and both edits stand.
typed 'sed -i "s/^row_identifier = .*/row_identifier = \"tree_id\"/" "$1"
almanac dataset update trees --citation "The trees of the town" 2>/dev/null'
says "Updated trees: row_identifier." at_terminal y almanac dataset edit trees
[[ $(shown citation) == 'The trees of the town' && $(shown row_identifier) == tree_id ]] || fail "an edit is lost"

# No editor, and one that fails.
export EDITOR=
refused 2 "no editor is set" almanac dataset edit trees
EDITOR=$room/nothing-there refused 2 "did not end well" almanac dataset edit trees
typed 'echo "# half a thought" >>"$1"; exit 1'
EDITOR=$room/editor refused 2 "kept in" almanac dataset edit trees
refused 3 "elms" almanac dataset edit elms
stop
