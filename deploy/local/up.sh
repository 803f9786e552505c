#!/usr/bin/env bash
# Starts the six services and the console as processes on loopback, and RabbitMQ, Redis and PostgreSQL when they are not running.
# Run again, it starts only what is not alive. Its environment is passed on; what it already holds is used, e.g.
# ConnectionStrings__RabbitMq, ConnectionStrings__Redis, ConnectionStrings__Storage, Jwt__Secret.
# With Storage__Provider=mongodb, ConnectionStrings__Storage must name a server.
#
#   deploy/local/up.sh [--live] [--instances SERVICE=N]...
#     SERVICE: gateway authservice eventservice rewardworker liveservice campaignservice console     --live: coturn, too, on 127.0.0.1:3478
set -euo pipefail
# shellcheck source=deploy/local/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

patience=120
live=false
declare -A instances=()

while (($#)); do
  case $1 in
    --instances)
      [[ ${2-} =~ ^(gateway|authservice|eventservice|rewardworker|liveservice|campaignservice|console)=([1-9])$ ]] || fail "--instances needs SERVICE=N, N from 1 to 9"
      instances[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
      shift 2
      ;;
    --live)
      live=true
      shift
      ;;
    -h | --help)
      sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *) fail "$1 is not an option; --help lists them" ;;
  esac
done

# ---- secrets ----------------------------------------------------------------------------------------------------

hex() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# Makes the secrets that nobody gave and that are not there yet, once, readable by their owner only.
secrets() {
  local file=$state/secrets.env key value
  password='kept in .local/secrets.env'
  fresh=false
  : >"$file.tmp"
  if [[ -s $file ]]; then
    cat "$file" >"$file.tmp"
  else
    local new_password
    fresh=true
    new_password=Aa1$(hex | cut -c1-21)
    password="$new_password   (shown this once, kept in .local/secrets.env)"
    printf '%s\n' Bootstrap__AdminEmail=admin@example.com "Bootstrap__AdminPassword=$new_password" >"$file.tmp"
  fi
  for key in Jwt__Secret Webhooks__Secrets__0 Turn__ServiceKey DATABASE_PASSWORD; do
    grep -q "^$key=" "$file.tmp" || printf '%s=%s\n' "$key" "$(hex)" >>"$file.tmp"
  done
  grep -q '^Credentials__Keys__0=' "$file.tmp" || printf 'Credentials__Keys__0=local-%s:%s\n' "$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')" "$(head -c 32 /dev/urandom | base64)" >>"$file.tmp"
  mv "$file.tmp" "$file"
  [[ -z ${Bootstrap__AdminPassword-} ]] || password='the one in Bootstrap__AdminPassword, if the account was made with it'
  while IFS='=' read -r key value; do
    if [[ $key == DATABASE_PASSWORD ]]; then
      database_password=$value
    elif [[ -z ${!key-} ]]; then
      export "$key=$value"
    fi
  done <"$file"
}

# ---- what the services stand on ---------------------------------------------------------------------------------

need() { command -v "$1" >/dev/null || fail "$1 is not there; deploy/local/install.sh installs what is missing"; }

# The passwords of the broker's users, made once: deploy/rabbitmq says what each may do.
rabbitmq_passwords=$state/rabbitmq/passwords.env
define_users() {
  local user
  touch "$rabbitmq_passwords"
  for user in GATEWAY AUTH EVENT REWARD LIVE CAMPAIGN MONITORING; do
    grep -q "^RABBITMQ_${user}_PASSWORD=" "$rabbitmq_passwords" || printf 'RABBITMQ_%s_PASSWORD=%s\n' "$user" "$(hex)" >>"$rabbitmq_passwords"
  done
  (
    set -a
    # shellcheck source=/dev/null
    source "$rabbitmq_passwords"
    "$root/deploy/rabbitmq/definitions.sh" >"$state/rabbitmq/definitions.json"
  )
}

# broker NAME: its address for a service of that name, as the user of that service.
broker() {
  local user=${1%%-*}
  user=${user%service}
  user=${user%worker}
  printf 'amqp://%s:%s@127.0.0.1:5672/messaging' "$user" "$(sed -n "s/^RABBITMQ_${user^^}_PASSWORD=//p" "$rabbitmq_passwords")"
}

rabbitmq() {
  own_rabbitmq=false
  [[ -z ${ConnectionStrings__RabbitMq-} ]] || return 0
  if ! listens 5672; then
    [[ -x $rabbitmq_bin/rabbitmq-server ]] || fail "rabbitmq-server is not there; deploy/local/install.sh installs what is missing"
    say "RabbitMQ: starting"
    mkdir -p "$state/rabbitmq"
    printf '[rabbitmq_management].\n' >"$state/rabbitmq/enabled_plugins"
    define_users
    printf '%s\n' 'listeners.tcp.1 = 127.0.0.1:5672' 'management.tcp.ip = 127.0.0.1' 'management.tcp.port = 15672' \
      "load_definitions = $state/rabbitmq/definitions.json" >"$state/rabbitmq/rabbitmq.conf"
    listens 4369 || : >"$state/epmd.started"
    # A node of its own, so that the system's keeps its data and its settings.
    (
      cd "$state/rabbitmq"
      export HOME=$state/rabbitmq ERL_EPMD_ADDRESS=127.0.0.1
      export RABBITMQ_NODENAME=messaging@localhost RABBITMQ_PID_FILE=$state/rabbitmq.pid
      export RABBITMQ_MNESIA_BASE=$state/rabbitmq/data RABBITMQ_LOG_BASE=$state/rabbitmq/log
      export RABBITMQ_CONFIG_FILE=$state/rabbitmq/rabbitmq RABBITMQ_CONF_ENV_FILE=/dev/null
      export RABBITMQ_ENABLED_PLUGINS_FILE=$state/rabbitmq/enabled_plugins
      export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
      exec "$rabbitmq_bin/rabbitmq-server" -detached </dev/null >>"$state/rabbitmq.log" 2>&1
    )
    wait_for "$patience" RabbitMQ listens 5672
  fi
  if alive "$state/rabbitmq.pid" "-home $state/rabbitmq"; then
    own_rabbitmq=true
    say "RabbitMQ: 127.0.0.1:5672, a user for each service"
  else
    say "RabbitMQ: 127.0.0.1:5672, not started here; every service comes as guest"
    export ConnectionStrings__RabbitMq=amqp://guest:guest@127.0.0.1:5672/
  fi
}

redis() {
  [[ -z ${ConnectionStrings__Redis-} ]] || return 0
  if ! listens 6379; then
    need redis-server
    say "Redis: starting"
    mkdir -p "$state/redis"
    redis-server --port 6379 --bind 127.0.0.1 --daemonize yes --appendonly yes --dir "$state/redis" \
      --pidfile "$state/redis.pid" --logfile "$state/redis.log" >/dev/null
    wait_for "$patience" Redis listens 6379
  fi
  say "Redis: 127.0.0.1:6379"
  export ConnectionStrings__Redis=127.0.0.1:6379
}

answers() { "$@" -qc 'select 1' -o /dev/null 2>/dev/null; }

postgresql() {
  local bin admin
  [[ -z ${ConnectionStrings__Storage-} ]] || return 0
  [[ $mongodb == false ]] || fail "Storage__Provider is mongodb: give ConnectionStrings__Storage, like mongodb://127.0.0.1:27017"
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  [[ -x $bin/postgres ]] || fail "PostgreSQL is not there; deploy/local/install.sh installs what is missing"
  if ((EUID == 0)); then
    admin=(runuser -u postgres -- psql -p 5432)
  else
    admin=(psql -h "$state/postgresql" -p 5432 -d postgres)
  fi
  if ! listens 5432; then
    say "PostgreSQL: starting"
    if ((EUID == 0)); then
      # The server refuses to run as root, so it is Debian's cluster, under its own user.
      local version
      version=$(basename "$(dirname "$bin")")
      [[ -d /etc/postgresql/$version/main ]] || pg_createcluster "$version" main >/dev/null
      pg_ctlcluster "$version" main start
      printf '%s\n' "$version" >"$state/postgresql.started"
    else
      [[ -d $state/postgresql ]] || "$bin/initdb" -D "$state/postgresql" --auth-local=peer --auth-host=scram-sha-256 >/dev/null
      "$bin/pg_ctl" -D "$state/postgresql" -l "$state/postgresql.log" -o "-p 5432 -h 127.0.0.1 -k '$state/postgresql'" start >/dev/null
      printf 'own\n' >"$state/postgresql.started"
    fi
    wait_for "$patience" PostgreSQL listens 5432
  fi
  ((EUID == 0)) || [[ -S $state/postgresql/.s.PGSQL.5432 ]] || fail "another PostgreSQL has port 5432: give ConnectionStrings__Storage for it"
  wait_for "$patience" PostgreSQL answers "${admin[@]}"
  "${admin[@]}" -q -v ON_ERROR_STOP=1 >/dev/null <<SQL || fail "the role of the services cannot be made; give ConnectionStrings__Storage"
do \$\$ begin
  if not exists (select from pg_roles where rolname = 'messaging') then create role messaging login createdb; end if;
end \$\$;
alter role messaging login createdb password '$database_password';
SQL
  if [[ -z $("${admin[@]}" -qtAc "select datname from pg_database where datname = 'user_db'") ]]; then
    rm -f "$state/accounts.older"
  elif [[ $fresh == true ]]; then
    : >"$state/accounts.older"
  fi
  if [[ -e $state/accounts.older ]]; then
    password='as it was: the database has its accounts from before. Drop user_db, event_db, reward_db, live_db and campaign_db to begin anew'
  fi
  say "PostgreSQL: 127.0.0.1:5432"
  export ConnectionStrings__Storage="Host=127.0.0.1;Port=5432;Username=messaging;Password=$database_password"
}

# Only coturn and LiveService know its secret, which stands in a file: what stands in a command line, everybody sees.
coturn() {
  [[ $live == true ]] || return 0
  local secret=$state/coturn/secret
  mkdir -p "$state/coturn"
  [[ -s $secret ]] || hex >"$secret"
  if ! alive "$state/coturn.pid" turnserver; then
    ! listens 3478 || fail "something else listens on port 3478"
    need turnserver
    say "coturn: starting"
    {
      cat "$root/deploy/coturn/turnserver.conf"
      printf 'static-auth-secret=%s\n' "$(<"$secret")"
    } >"$state/coturn/turnserver.conf"
    setsid turnserver -c "$state/coturn/turnserver.conf" --listening-ip=127.0.0.1 --relay-ip=127.0.0.1 --allow-loopback-peers --no-tls --no-dtls \
      --pidfile="$state/coturn/pid" --db="$state/coturn/db" </dev/null >>"$state/coturn.log" 2>&1 &
    printf '%s\n' "$!" >"$state/coturn.pid"
    wait_for "$patience" coturn listens 3478
  fi
  say "coturn: 127.0.0.1:3478"
  if [[ -z ${Turn__Secrets__0-} ]]; then
    Turn__Secrets__0=$(<"$secret")
    export Turn__Secrets__0 Turn__Uris__0=turn:127.0.0.1:3478
  fi
}

# ---- the services -----------------------------------------------------------------------------------------------

assembly() { printf '%s/%s/bin/Release/net10.0/%s.dll' "$root" "$1" "$1"; }

each_instance() {
  local service name project port n
  for service in "${services[@]}"; do
    read -r name project port <<<"$service"
    for ((n = 1; n <= ${instances[$name]-1}; n++)); do
      "$1" "$name$( ((n == 1)) || printf -- '-%s' "$n")" "$project" $((port + 10 * (n - 1)))
    done
  done
}

any_alive=false
note_alive() { if alive "$state/$1.pid" "$2.dll"; then any_alive=true; fi; }

stale() {
  local service name project port
  for service in "${services[@]}"; do
    read -r name project port <<<"$service"
    [[ -f $(assembly "$project") ]] || return 0
    [[ -z $(find "$root" -path "$root/tests" -prune -o -path "$root/.local" -prune -o \( -name bin -o -name obj \) -prune -o \
      \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' \) -newer "$(assembly "$project")" -print -quit) ]] || return 0
  done
  return 1
}

build() {
  each_instance note_alive
  # A build writes over the files that running services have mapped; they keep what they were started with.
  if [[ $any_alive == false ]] && stale; then
    say "Building"
    dotnet build "$root/Platform/Platform.csproj" -c Release --nologo -v quiet -clp:ErrorsOnly
    # An unchanged assembly keeps its time; this one counts from now.
    local service name project port
    for service in "${services[@]}"; do
      read -r name project port <<<"$service"
      touch "$(assembly "$project")"
    done
  fi
}

# The Gateways pass connections to the hub on to each LiveService.
hubs=0
given_hub=${Services__Live__0-}
name_hub() {
  [[ $2 == LiveService && -z $given_hub ]] || return 0
  export "Services__Live__$hubs=http://127.0.0.1:$3"
  hubs=$((hubs + 1))
}

start() {
  local name=$1 project=$2 port=$3
  if alive "$state/$name.pid" "$project.dll"; then
    say "$name: running already, process $(<"$state/$name.pid")"
    return 0
  fi
  cd "$root"
  (
    if [[ $own_rabbitmq == true ]]; then
      ConnectionStrings__RabbitMq=$(broker "$name")
      export ConnectionStrings__RabbitMq
    fi
    exec setsid dotnet "$(assembly "$project")" --urls "http://127.0.0.1:$port" </dev/null >>"$state/$name.log" 2>&1
  ) &
  printf '%s\n' "$!" >"$state/$name.pid"
  say "$name: started on port $port, process $!"
}

# status PORT PATH: the status of an HTTP answer; nothing when there is none.
status() {
  local line=
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 0
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  IFS= read -r -t 5 line <&3 || true
  exec 3>&-
  [[ $line =~ ^HTTP/[0-9.]+\ ([0-9]{3}) ]] && printf '%s' "${BASH_REMATCH[1]}"
}

await_ready() {
  local name=$1 project=$2 port=$3 told=$SECONDS
  until [[ $(status "$port" /health/ready 2>/dev/null) == 200 ]]; do
    if ! alive "$state/$name.pid" "$project.dll"; then
      tail -n 20 "$state/$name.log" >&2
      fail "$name has ended; the lines above are the last of its log, .local/$name.log"
    fi
    ((SECONDS < deadline)) || fail "$name is not ready after $patience s; see .local/$name.log and http://127.0.0.1:$port/health"
    if ((SECONDS - told >= 5)); then
      say "$name: not ready yet"
      told=$SECONDS
    fi
    sleep 0.2
  done
  say "$name: ready"
}

# -----------------------------------------------------------------------------------------------------------------

need dotnet
umask 077
mkdir -p "$state"
export Transport=${Transport:-rabbitmq} Storage__Provider=${Storage__Provider:-postgres} Storage__Folder=${Storage__Folder:-$state/data}
mongodb=false
[[ $Storage__Provider != mongodb ]] || mongodb=true
secrets
rabbitmq
redis
postgresql
coturn
build
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
each_instance name_hub
# The console is one more caller of the Gateway, which believes it for whom it asks.
export Console__ApiUrl=${Console__ApiUrl:-http://127.0.0.1:8080} TrustedProxies=${TrustedProxies:-127.0.0.1} Mail__LinkBase=${Mail__LinkBase:-http://127.0.0.1:8090/console}
# Each service is told its address, and none should take another's.
unset ASPNETCORE_URLS ASPNETCORE_HTTP_PORTS
each_instance start
deadline=$((SECONDS + patience))
each_instance await_ready

cat <<TEXT

The platform is up.

  API             http://127.0.0.1:8080/api/v1
  Documentation   http://127.0.0.1:8080/docs
  Console         http://127.0.0.1:8090/console
  Administrator   ${Bootstrap__AdminEmail-}
  Password        $password
  Queues          http://127.0.0.1:15672 (monitoring, password in .local/rabbitmq/passwords.env), when RabbitMQ was started here
  Logs            .local/*.log

Stop it with deploy/local/down.sh
TEXT
