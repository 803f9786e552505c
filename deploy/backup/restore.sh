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
  [[ $data ]] || set -- ""
  shift $(($# < 2 ? 0 : 2))
fi
case ${1-} in
  -h | --help | "" | -*)
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ ${1-} == -h || ${1-} == --help ]]
    exit
    ;;
esac

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

if [[ -e $1/postgresql.tar.gz ]]; then
  kind=postgresql
elif [[ -e $1/mongodb.archive.gz ]]; then
  kind=mongodb
  [[ ! $data ]] || refuse "$1 is a copy of MongoDB: it is restored into its container, without --here"
else
  refuse "$1 has neither postgresql.tar.gz nor mongodb.archive.gz"
fi
[[ -e $1/rabbitmq.json ]] || refuse "$1 has no rabbitmq.json"

if [[ ! $data ]]; then
  running=$(docker-compose ps --services --filter status=running)
  services=$(grep -E '^(gateway.*|.*service|rewardworker)$' <<<"$running" || true)
  [[ ! $services ]] || refuse "Stop these first: ${services//$'\n'/ }"
  grep -qx rabbitmq <<<"$running" || refuse "RabbitMQ does not run: docker-compose up -d rabbitmq"
fi

# It sets itself up first, if it has no data.
start_storage() {
  docker-compose up -d storage
  local deadline=$((SECONDS + ${STORAGE_START_SECONDS:-180}))
  until [[ $(docker inspect --format '{{.State.Health.Status}}' "$(docker-compose ps -q storage)") == healthy ]]; do
    ((SECONDS < deadline)) || refuse "The storage does not answer: docker-compose logs storage"
    sleep 1
  done
}

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

if [[ $kind == postgresql && $data ]]; then
  sh -c "$unpack" unpack "$data" <"$1/postgresql.tar.gz"
elif [[ $kind == postgresql ]]; then
  docker-compose run --rm -T --no-deps --entrypoint sh storage -c "$unpack" unpack /var/lib/postgresql/data <"$1/postgresql.tar.gz"
  start_storage
else
  start_storage
  # shellcheck disable=SC2016 # the container's own variables
  kept=$(docker-compose exec -T storage bash -c 'HOME=/tmp mongosh --quiet --norc --eval "$1"' mongosh '
    const admin = db.getSiblingDB("admin");
    admin.auth(process.env.MONGO_INITDB_ROOT_USERNAME, process.env.MONGO_INITDB_ROOT_PASSWORD);
    const others = admin.adminCommand({listDatabases: 1}).databases.map(d => d.name).filter(d => !["admin", "config", "local"].includes(d));
    print("databases:" + others.filter(d => db.getSiblingDB(d).getCollectionNames().length > 0).map(d => " " + d).join(""));' </dev/null)
  # Whatever else it says is no answer.
  [[ $kept == databases: ]] || refuse "The storage is not empty, or did not say what it has: $kept"
  # shellcheck disable=SC2016 # the container's own variables
  docker-compose exec -T storage bash -c 'mongorestore --quiet --config <(printf "password: %s\n" "$MONGO_INITDB_ROOT_PASSWORD") \
    --username "$MONGO_INITDB_ROOT_USERNAME" --authenticationDatabase admin --oplogReplay --gzip --archive' <"$1/mongodb.archive.gz"
fi

if [[ $data ]]; then
  rabbitmqctl -q import_definitions "$1/rabbitmq.json"
else
  docker-compose exec -T rabbitmq rabbitmqctl -q import_definitions <"$1/rabbitmq.json"
  # At each start its users get the passwords of .env, which may be newer than the copy.
  docker-compose restart rabbitmq
fi
printf 'Restored from %s: start the services\n' "$1"
