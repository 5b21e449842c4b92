#!/usr/bin/env bash
# The certificate is exchanged by SIGHUP, again and again, and no call over the network is lost.
. "$(dirname "$0")/session.sh"
make_certificate() {  # NAME: NAME.pem and NAME.key
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$1.key" -out "$1.pem" -days 2 2>/dev/null
}
use() { cp "$1.pem" chain.pem.new && cp "$1.key" key.pem.new && mv chain.pem.new chain.pem && mv key.pem.new key.pem; }
said() { grep -c -- "$1" "$room/almanacd.log" || true; }
reload() {  # TEXT: until the log says so once more
  local before
  before=$(said "$1")
  kill -HUP "$server"
  for ((tries = 0; tries < 400; tries++)); do (($(said "$1") == before)) || return 0; sleep 0.02; done
  fail "the log does not say '$1'"
}
fingerprint() { openssl x509 -noout -fingerprint -sha256; }
shown() { openssl s_client -connect "$port" </dev/null 2>/dev/null | fingerprint; }

make_certificate one
make_certificate two
cat one.pem two.pem >both.pem
use one
start --listen 127.0.0.1:0 --tls-cert chain.pem --tls-key key.pem
port=$(grep -oE '127\.0\.0\.1:[0-9]+' "$room/almanacd.log" | head -n 1)
person dana "Dana Whitcomb"
ok almanac person grant dana administrator
ok almanac department create desk --title Desk
ok almanac dataset create counter --title Counter --department desk

write() {
  local n=0
  while [[ ! -e enough ]]; do
    n=$((n + 1))
    almanac --account dana --server "$port" --ca both.pem dataset update counter --retention "$n" >write.out 2>&1 || { mv write.out refused; return 1; }
    # In one step: who reads meanwhile reads the number before.
    echo "$n" >written.new && mv written.new written
  done
}
echo 0 >written
write &
writer=$!
for ((round = 1; round <= 20; round++)); do
  name=$( ((round % 2)) && echo two || echo one)
  use "$name"
  reload "the certificate was read again"
  [[ $(shown) == "$(fingerprint <"$name.pem")" ]] || fail "round $round: another certificate is shown"
done
before=$(<written)
# A broken one changes nothing and says why.
echo nothing >chain.pem
reload "the certificate stays as it was"
grep -q 'cannot read chain.pem' "$room/almanacd.log" || fail "it does not say why"
[[ $(shown) == "$(fingerprint <one.pem)" ]] || fail "the broken certificate is used"
for ((tries = 0; tries < 400 && $(<written) < before + 3; tries++)); do sleep 0.02; done
touch enough
wait "$writer" || { cat refused >&2; fail "a call was lost"; }
(($(<written) >= before + 3)) || fail "no call after the broken certificate"
stop

# Without a certificate there is nothing to read again, and nothing ends.
start
kill -HUP "$server"
ok almanac department list
stop
