#!/usr/bin/env bash
# Writes the secrets that docker-compose needs to .env, readable by its owner only. What the file has already stays as
# it is; what it lacks is added.
#
#   deploy/compose-secrets.sh [FILE]     FILE: another place than .env beside docker-compose.yml
set -euo pipefail

case ${1-} in
  -h | --help)
    sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
file=${1-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.env}

hex() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

if ! command -v openssl >/dev/null && ! grep -qs '^TLS_KEY=' "$file"; then
  echo "openssl is not installed, which makes nginx's certificate; nothing was written" >&2
  exit 1
fi

umask 077
touch "$file"
chmod 600 "$file"
added=()

# add NAME VALUE: unless the file has the name, with whatever value.
add() {
  grep -q "^$1=" "$file" && return
  # What was there before may end without a line's end.
  [[ -z $(tail -c 1 "$file") ]] || echo >>"$file"
  printf '%s=%s\n' "$1" "$2" >>"$file"
  added+=("$1")
}

# One password a user: what may be done with each is in deploy/rabbitmq, deploy/postgres, deploy/mongo and deploy/redis.
for user in GATEWAY AUTH EVENT REWARD LIVE CAMPAIGN MONITORING; do
  add "RABBITMQ_${user}_PASSWORD" "$(hex)"
done
for user in ADMIN AUTH EVENT REWARD LIVE CAMPAIGN; do
  add "STORAGE_${user}_PASSWORD" "$(hex)"
done
for user in GATEWAY AUTH LIVE CONSOLE; do
  add "REDIS_${user}_PASSWORD" "$(hex)"
done
# By this one the members of MongoDB's replica set know each other.
add STORAGE_KEY "$(hex)"
add JWT_SECRET "$(hex)"
add LIVE_TOKEN_SECRET "$(hex)"
add TURN_SECRET "$(hex)"
add TURN_SERVICE_KEY "$(hex)"
add DELIVERY_KEY "$(head -c 32 /dev/urandom | base64)"
add ACCOUNTS_KEY "$(head -c 32 /dev/urandom | base64)"
add CAMPAIGNS_KEY "$(head -c 32 /dev/urandom | base64)"
add CREDENTIALS_KEY "first-$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n'):$(head -c 32 /dev/urandom | base64)"
add WEBHOOK_SECRET "$(hex)"
add GRAFANA_PASSWORD "$(hex)"
# For this machine alone: put a certificate of your own here, PEM in base64, as in: base64 -w 0 fullchain.pem
if ! grep -q '^TLS_KEY=' "$file"; then
  pair=$(openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout - 2> >(grep -v '^-*$' >&2))
  add TLS_CERTIFICATE "$(openssl x509 <<<"$pair" | base64 -w 0)"
  add TLS_KEY "$(openssl pkey <<<"$pair" | base64 -w 0)"
fi
add ADMIN_EMAIL admin@example.com
add ADMIN_PASSWORD "Aa1$(hex | cut -c1-21)"

if ((${#added[@]})); then
  printf 'Added to %s: %s\n' "$file" "${added[*]}"
  printf 'The first administrator is ADMIN_EMAIL with ADMIN_PASSWORD.\n'
else
  printf '%s has every secret already; nothing was changed.\n' "$file"
fi
