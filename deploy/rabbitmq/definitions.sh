#!/usr/bin/env bash
# Prints definitions.json with the hash of each user's password, which is given as RABBITMQ_<USER>_PASSWORD.
set -euo pipefail

# bytes HEX
bytes() { printf '%b' "$(printf '%s' "$1" | fold -w 2 | sed 's/^/\\x/' | tr -d '\n')"; }

# hash PASSWORD: four bytes of salt, and the SHA-256 of salt and password, in base64.
hash() {
  local salt digest
  salt=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
  digest=$({ bytes "$salt"; printf '%s' "$1"; } | sha256sum | cut -d ' ' -f 1)
  bytes "$salt$digest" | base64 -w 0
}

definitions=$(<"$(dirname "${BASH_SOURCE[0]}")/definitions.json")
for user in GATEWAY AUTH EVENT REWARD LIVE CAMPAIGN MONITORING; do
  password=RABBITMQ_${user}_PASSWORD
  definitions=${definitions//"@$user@"/$(hash "${!password:?run deploy/compose-secrets.sh}")}
done
printf '%s\n' "$definitions"
