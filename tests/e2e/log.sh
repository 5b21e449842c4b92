#!/usr/bin/env bash
# A record that nobody can quietly change: sealed, exported, checked without the server and by others' tools, and
# altered by hand.
. "$(dirname "$0")/session.sh"
keep=(--log-key "$room/log-key" --log-name data.example.gov/log)
start "${keep[@]}"
ok almanac department create parks --title Parks --contact-email parks@example.gov
ok almanac dataset create trees --title Trees --department parks

# Whatever was acknowledged is sealed a moment later.
sealed() { for ((tries = 0; tries < 100; tries++)); do almanac log show -o json >shown; grep -q '"unsealed"' shown || return 0; sleep 0.1; done; fail "it is not sealed"; }
sealed
says "data.example.gov/log" almanac log show
[[ $(stat -c %a log-key) == 600 ]] || fail "others can read the key"
key=$(grep -oE 'data\.example\.gov/log\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+' shown | head -n 1)

# An export is checked where there is no server, with the key that the body tells elsewhere.
ok almanac log export --to log
cp log/checkpoint january
says "are as they were sealed" env ALMANAC_SOCKET=none almanac log verify log --key "$key"
ok almanac dataset update trees --description "Every tree."
ok almanac dataset update trees --description "Every tree, and its height." --reason "Somebody asked."
sealed
ok almanac log export --to log
says "Nothing that the checkpoint at" env ALMANAC_SOCKET=none almanac log verify log --key "$key" --from january

# By what the specifications say, and by the tools of Go's checksum database where they are installed.
says "goes on with the tree of" /usr/bin/python3 "$source_folder/tests/e2e/foreign/log.py" log january
if command -v go >/dev/null && [[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]]; then
  says "goes on with the tree of" env GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$room/go" GOFLAGS= \
    go run "$source_folder/tests/e2e/foreign/log.go" log january
fi

# One event, proved.
event=$(almanac event list --filter 'resource = "datasets/trees"' --limit 1 -o json 2>/dev/null | field id)
says '"path"' almanac log prove "$event" -o json
refused 3 "there is no event 999999" almanac log prove 999999
says '"from_root"' almanac log extension 1 -o json
refused 6 "the log has" almanac log extension 999999

# One byte altered in an export names its file.
cp -r log altered
python3 - <<'ALTER'
import glob
# What was a part of it earlier lies beside it.
path = max(glob.glob("altered/tile/entries/000.p/*"), key=lambda name: int(name.split("/")[-1]))
data = bytearray(open(path, "rb").read())
data[40] ^= 1
open(path, "wb").write(data)
ALTER
refused 1 "tile/entries/000.p/" almanac log verify altered
refused 1 "leaf 1 is not what was signed" almanac log verify altered
sed -i 's/^data.example.gov/date.example.gov/' altered/checkpoint
refused 1 "checkpoint: " almanac log verify altered
refused 2 "holds no log" almanac log verify nowhere
refused 2 "is no key of a log" almanac log verify log --key nonsense
refused 2 "--to is missing" almanac log export
mkdir other && touch other/file
refused 2 "holds no log" almanac log export --to other

# One byte altered in the database names the event.
ok almanacd doctor --db "$db"
stop
sql "UPDATE events SET reason = 'Nobody asked.' WHERE id = $event"
refused 1 "log: event $event (dataset.updated of datasets/trees" almanacd doctor --db "$db"
refused 1 "is not what was sealed" almanacd doctor --db "$db"
sql "UPDATE events SET reason = 'Somebody asked.' WHERE id = $event"
ok almanacd doctor --db "$db"

# Whoever changes an event and makes the log anew to fit is found out by the checkpoint that somebody kept.
sql "UPDATE events SET reason = 'Nobody asked.' WHERE id = $event"
for table in log_leaves log_nodes log_checkpoints; do sql "DELETE FROM $table"; done
start "${keep[@]}"
sealed
ok almanacd doctor --db "$db"
ok almanac log export --to forged
ok almanac log verify forged --key "$key"
cp log/checkpoint february
refused 1 "was changed since" almanac log verify forged --key "$key" --from february
stop

# A key that is lost: the record goes on, and a new key seals.
mv log-key lost
start "${keep[@]}"
ok almanac dataset update trees --description "Trees."
sleep 1
almanac log show -o json | grep -q '"unsealed"' || fail "it is sealed without a key"
stop
ok almanacd new-log-key --db "$db" --log-key "$room/log-key"
start "${keep[@]}"
sealed
ok almanac log export --to renewed
ok almanac log verify renewed
stop
chmod 644 log-key
refused 2 "chmod 600" almanacd --db "$db" --log-key log-key --socket "$ALMANAC_SOCKET"
