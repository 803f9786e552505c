#!/usr/bin/env bash
# Puts back what backup.sh has copied to DIR. The services are stopped and the server of the documents has no data: what is there is not
# written over. RabbitMQ runs, and keeps the messages that it has.
#
#   deploy/backup/restore.sh [--here DATA] DIR
#     --here: not into the containers of docker-compose, but into the empty folder DATA, with which PostgreSQL is then started
set -euo pipefail

data=
if [[ ${1-} == --here ]]; then
  data=${2-}
  shift 2
fi
case ${1-} in
  -h | --help | "" | -*)
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ ${1-} == -h || ${1-} == --help ]]
    exit
    ;;
esac

# What a container of the storage or this machine does with the archive on its standard input.
# shellcheck disable=SC2016 # a script of its own
unpack='set -eu
umask 077
mkdir -p "$1"
[ -z "$(ls -A "$1")" ] || { echo "$1 is not empty" >&2; exit 1; }
tar -xz -C "$1"
chmod 700 "$1"
for verify in pg_verifybackup /usr/lib/postgresql/*/bin/pg_verifybackup; do
  ! command -v "$verify" >/dev/null || exec "$verify" --quiet "$1"
done
echo "pg_verifybackup is not there" >&2
exit 1'

if [[ -e $1/postgresql.tar.gz ]]; then
  if [[ $data ]]; then
    sh -c "$unpack" unpack "$data" <"$1/postgresql.tar.gz"
  else
    docker-compose run --rm -T --no-deps --entrypoint sh storage -c "$unpack" unpack /var/lib/postgresql/data <"$1/postgresql.tar.gz"
    docker-compose up -d storage
  fi
else
  docker-compose up -d storage
  # shellcheck disable=SC2016 # the container's own variables
  docker-compose exec -T storage bash -c 'mongorestore --quiet --config <(printf "password: %s\n" "$MONGO_INITDB_ROOT_PASSWORD") \
    --username "$MONGO_INITDB_ROOT_USERNAME" --authenticationDatabase admin --oplogReplay --gzip --archive' <"$1/mongodb.archive.gz"
fi

if [[ $data ]]; then
  rabbitmqctl -q import_definitions "$1/rabbitmq.json"
else
  docker-compose exec -T rabbitmq rabbitmqctl -q import_definitions <"$1/rabbitmq.json"
fi
printf 'Restored from %s: start the services\n' "$1"
