#!/usr/bin/env bash
# Health, reflection, calls and refusals, by a client that knows of Almanac only what the server tells.
. "$(dirname "$0")/session.sh"
mkdir generated
protoc -I"$source_folder/tests/e2e/foreign" --python_out=generated health.proto reflection.proto
start
ok almanac program update --title "Town of Example"
# Debian's own Python: that is where the packages put gRPC.
ok env PYTHONPATH=generated /usr/bin/python3 "$source_folder/tests/e2e/foreign/client.py" "$ALMANAC_SOCKET"
cp out answer
for line in 'health: SERVING' 'health of datasets: SERVING' 'program: Town of Example' 'made: departments/parks' \
  'refused: INVALID_ARGUMENT' 'reason: INVALID_FIELD of almanac' 'fields: dataset.department dataset.frequency' \
  'with a bad token: UNAUTHENTICATED'; do
  grep -qxF "$line" answer || fail "does not say '$line'"
done
for service in Datasets Departments Events Inbox Inventory People Programs Releases Reports Reviews Tokens; do
  grep -q "^services: .*almanac.v1.$service" answer || fail "reflection hides $service"
done
says Parks almanac department list
stop
