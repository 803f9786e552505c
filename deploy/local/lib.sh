# shellcheck shell=bash
# What up.sh and down.sh share. Everything they make lies under .local/.
# shellcheck disable=SC2034 # what is set here is used there

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=$root/.local
rabbitmq_bin=/usr/lib/rabbitmq/bin

# Name of the pid and log files, project, first port. Instance n listens on that port + 10 (n - 1).
services=(
  "authservice AuthService 8081"
  "eventservice EventService 8082"
  "rewardworker RewardWorker 8083"
  "liveservice LiveService 8084"
  "campaignservice CampaignService 8085"
  "gateway Gateway 8080"
  "console Console 8090"
)

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# The state of a process as one letter; nothing when there is none.
process_state() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  stat=${stat##*) }
  printf '%s' "${stat%% *}"
}

# runs PID WORD: the process is there, is no zombie, and has the word in its command line (a pid may be used again).
runs() {
  local letter command_line
  [[ $1 =~ ^[0-9]+$ ]] || return 1
  letter=$(process_state "$1")
  [[ -n $letter && $letter != Z && $letter != X ]] || return 1
  command_line=$(tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null) || return 1
  [[ $command_line == *"$2"* ]]
}

# alive PIDFILE WORD
alive() { [[ -s $1 ]] && runs "$(<"$1")" "$2"; }

# stop PIDFILE WORD SECONDS: asks the process to end, and insists when it has not within the time.
stop() {
  local pid tenths
  pid=$(<"$1")
  if runs "$pid" "$2"; then
    kill -TERM "$pid" 2>/dev/null || true
    for ((tenths = 0; tenths < $3 * 10; tenths++)); do
      runs "$pid" "$2" || break
      sleep 0.1
    done
    if runs "$pid" "$2"; then
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  rm -f "$1"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local bound=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < bound)) || fail "$what did not answer in time"
    sleep 0.2
  done
}
