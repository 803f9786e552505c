#!/usr/bin/env bash
# Stops what up.sh started, and nothing else. Data stays.
#
#   deploy/local/down.sh [--keep]     --keep leaves RabbitMQ, Redis, PostgreSQL and coturn running
set -euo pipefail
# shellcheck source=deploy/local/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

keep=false
case ${1-} in
  "") ;;
  --keep) keep=true ;;
  -h | --help)
    sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *) fail "$1 is not an option; --help lists them" ;;
esac

[[ -d $state ]] || exit 0

# The Gateway first: it ends with no request half done while the others still answer.
for service in "${services[4]}" "${services[@]:0:4}"; do
  read -r name project _ <<<"$service"
  for pidfile in "$state/$name.pid" "$state/$name"-[2-9].pid; do
    if [[ -f $pidfile ]]; then
      say "$(basename "$pidfile" .pid): stopping"
      stop "$pidfile" "$project.dll" 40
    fi
  done
done

if [[ $keep == true ]]; then
  exit 0
fi

if [[ -f $state/rabbitmq.pid ]]; then
  say "RabbitMQ: stopping"
  stop "$state/rabbitmq.pid" "-home $state/rabbitmq" 60
  if [[ -f $state/epmd.started ]]; then
    # Refuses while another node is registered with it.
    epmd -kill >/dev/null 2>&1 || true
    rm -f "$state/epmd.started"
  fi
fi

if [[ -f $state/coturn.pid ]]; then
  say "coturn: stopping"
  stop "$state/coturn.pid" turnserver 10
fi

if [[ -f $state/redis.pid ]]; then
  say "Redis: stopping"
  stop "$state/redis.pid" redis-server 20
fi

if [[ -f $state/postgresql.started ]]; then
  say "PostgreSQL: stopping"
  version=$(<"$state/postgresql.started")
  if [[ $version == own ]]; then
    "$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/pg_ctl" -D "$state/postgresql" -m fast stop >/dev/null
  else
    pg_ctlcluster "$version" main stop -m fast
  fi
  rm -f "$state/postgresql.started"
fi
