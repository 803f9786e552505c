#!/bin/sh
# Starts coturn at TURN_ADDRESS with TURN_SECRET: it reads no variables itself. The secret goes to a file of its own, in memory: what stands
# in a command line, everybody on the host sees. Further arguments are coturn's.
set -eu
umask 077
configuration=${TMPDIR:-/tmp}/turnserver.conf
{
  cat "$(dirname "$0")/turnserver.conf"
  printf 'static-auth-secret=%s\n' "$TURN_SECRET"
  # Of two who both relay here, each is the other's peer at this address, which may be one that is refused to all others.
  printf 'allowed-peer-ip=%s\n' "$TURN_ADDRESS"
  case $TURN_ADDRESS in
    # Whoever reaches it there is on this machine, and reaches its loopback anyway.
    127.* | ::1) echo allow-loopback-peers ;;
  esac
} >"$configuration"
unset TURN_SECRET
exec turnserver -c "$configuration" --listening-ip="$TURN_ADDRESS" --relay-ip="$TURN_ADDRESS" "$@"
