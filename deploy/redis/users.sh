#!/bin/sh
# Prints Redis' users: the Gateway, AuthService, LiveService and the console, each with its own keys and nothing that administers.
# LiveService only reads whose session is which; its instances reach each other's connections by channels. Whoever names no user may ask
# whether the server answers.
set -eu

sha256() { printf '%s' "$1" | sha256sum | cut -d ' ' -f 1; }

data='-@all +@read +@write +@scripting +@connection +@transaction -@dangerous +info +time'
cat <<USERS
user default on nopass -@all +ping
user gateway on #$(sha256 "${REDIS_GATEWAY_PASSWORD:?run deploy/compose-secrets.sh}") ~idempotency:* ~rate:* ~access_token:* ~service_keys:* &* $data
user live on #$(sha256 "${REDIS_LIVE_PASSWORD:?run deploy/compose-secrets.sh}") ~turn:* %R~access_token:* &* $data +@pubsub
user console on #$(sha256 "${REDIS_CONSOLE_PASSWORD:?run deploy/compose-secrets.sh}") ~console:* $data
user auth on #$(sha256 "${REDIS_AUTH_PASSWORD:?run deploy/compose-secrets.sh}") ~login_failures:* ~access_token:* ~service_keys:* &* $data
USERS
