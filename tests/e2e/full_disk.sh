#!/usr/bin/env bash
# The disk of the database fills up under almanacd: writes are refused in words, reads go on, and with room again all goes on.
# A small disk of its own, for either database: as root, or in a user namespace of our own.
# What SQLite says of a limit that needs neither is in tests/contract/full_disk_test.cc.
if [[ -z ${SMALL_DISK:-} ]]; then
  SMALL_DISK=$(mktemp -d) && export SMALL_DISK
  leave() {
    umount -q "$SMALL_DISK" 2>/dev/null || true
    rmdir "$SMALL_DISK"
  }
  trap leave EXIT
  own=(unshare --mount)
  ((EUID == 0)) || own=(unshare --user --map-current-user --keep-caps --mount)
  if ! "${own[@]}" mount -t tmpfs none "$SMALL_DISK" 2>/dev/null; then
    # Root in a chroot has no mounts of its own, and mounts for all. Where nobody may mount, as in some containers, the
    # session says that it was skipped, and ctest lists it.
    { mount -t tmpfs none "$SMALL_DISK" && umount "$SMALL_DISK"; } 2>/dev/null || { echo "skipped: this machine lets nobody mount a small disk"; exit 77; }
    own=(env)
  fi
  wrap=("$0")
  [[ ${SESSION_ENGINE:-sqlite} == sqlite ]] || wrap=("${ALMANAC_SOURCE:-$(dirname "$0")/../..}/scripts/with-postgres" "$0")
  # The folder of data must be empty and PostgreSQL's own.
  ALMANAC_TEST_POSTGRES_DATA=$SMALL_DISK/data "${own[@]}" bash -c 'mount -t tmpfs -o size=72m none "$SMALL_DISK" && mkdir "$SMALL_DISK/data" && chmod 755 "$SMALL_DISK" && "$@"' - "${wrap[@]}"
  exit
fi
. "$(dirname "$0")/session.sh"
[[ ${SESSION_ENGINE:-sqlite} != sqlite ]] || db=$SMALL_DISK/almanac.db
start
ok almanac program update --title "Town of Example"
ok almanac department create desk --title "Desk" --contact-email desk@example.gov
ok almanac dataset create counter --title "Counter" --department desk
served_by=$server

# Room for a few writes and no more.
head -c $(($(df --output=avail -B1 "$SMALL_DISK" | tail -n 1) - 500000)) /dev/zero >"$SMALL_DISK/ballast"
long=$(head -c 3000 /dev/urandom | base64 -w 0)
written=0
while ((written < 2000)); do
  run almanac dataset create --title "Set $written" --department desk --description "$long"
  ((code == 0)) || break
  written=$((written + 1))
done
((code == 7)) || fail "the refusal ended with $code after $written writes"
grep -qE 'the database (has no room left|cannot read or write its files)|does not answer' out || fail "does not say that the disk is full"
ok almanac dataset show counter
rm "$SMALL_DISK/ballast"
for ((tries = 0; tries < 100; tries++)); do
  run almanac dataset create --title "Set $written" --department desk
  ((code)) || break
  sleep 0.1
done
((code == 0)) || fail "the first write after there was room again failed"
[[ $server == "$served_by" ]] && kill -0 "$server" || fail "almanacd did not live through it"
ok almanac dataset list --all -o jsonl
(($(grep -c '"Set ' out) == written + 1)) || fail "$(grep -c '"Set ' out) of $((written + 1)) are there"
ok almanacd doctor --db "$db"
echo "$written writes until the disk was full; the next after that is there"
stop
