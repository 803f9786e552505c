#!/usr/bin/env bash
# Copies what must survive to the new folder DIR, for its owner only, while everything runs: the server of the documents as of one moment,
# and what RabbitMQ knows of users, rights, policies and queues. DIR appears when the copy is whole; then the time of the last backup is
# marked for the metrics.
#
#   deploy/backup/backup.sh [--here] DIR
#     --here: not of the containers of docker-compose, but of servers that commands on this machine reach: PostgreSQL by PGHOST and the
#             like, as a role that may replicate, RabbitMQ by rabbitmqctl. BACKUP_MARKER is the file to touch.
set -euo pipefail

here=false
if [[ ${1-} == --here ]]; then
  here=true
  shift
fi
case ${1-} in
  -h | --help | "" | -*)
    sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ ${1-} == -h || ${1-} == --help ]]
    exit
    ;;
esac

# on SERVICE COMMAND...
on() {
  local service=$1
  shift
  if [[ $here == true ]]; then
    "$@"
  else
    docker-compose exec -T "$service" "$@"
  fi
}

target=${1%/}
[[ ! -e $target ]] || { printf '%s is there already\n' "$target" >&2; exit 1; }
umask 077
mkdir -p "$(dirname "$target")"
partial=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$partial"' EXIT

if on storage sh -c 'command -v pg_basebackup' >/dev/null; then
  # All databases of the server with its log until the copy ends: what it starts with is one moment.
  on storage pg_basebackup -U "${PGUSER:-postgres}" --checkpoint=fast -D - -Ft -X fetch -z >"$partial/postgresql.tar.gz"
  # What was cut off has no manifest, which comes last.
  tar -tzf "$partial/postgresql.tar.gz" | grep -x 'backup_manifest' >/dev/null
else
  # The password is in no command line.
  # shellcheck disable=SC2016 # the container's own variables
  on storage bash -c 'mongodump --quiet --config <(printf "password: %s\n" "$MONGO_INITDB_ROOT_PASSWORD") \
    --username "$MONGO_INITDB_ROOT_USERNAME" --authenticationDatabase admin --oplog --gzip --archive' >"$partial/mongodb.archive.gz"
fi

on rabbitmq rabbitmqctl -q export_definitions - >"$partial/rabbitmq.json"

sync "$partial"/* "$partial"
mv -T "$partial" "$target"
if [[ $here == false ]]; then
  docker-compose exec -T eventservice touch /data/last-backup
elif [[ ${BACKUP_MARKER-} ]]; then
  touch "$BACKUP_MARKER"
fi
printf 'The copy is %s\n' "$target"
