#!/usr/bin/env bash
# Installs the Debian packages given that are missing; without arguments those that up.sh needs, with coturn for --live.
set -euo pipefail

wanted=("$@")
((${#wanted[@]})) || wanted=(rabbitmq-server redis-server postgresql coturn)
missing=()
for package in "${wanted[@]}"; do
  if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
    missing+=("$package")
  fi
done

if ((${#missing[@]} == 0)); then
  exit 0
fi

if ((EUID != 0)); then
  printf 'Not installed: %s. As root: apt-get install %s\n' "${missing[*]}" "${missing[*]}" >&2
  exit 1
fi

printf 'Installing %s\n' "${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
  { apt-get update >/dev/null && apt-get install -y --no-install-recommends "${missing[@]}" >/dev/null; } || {
  # One that cannot be had keeps the others out.
  lacking=()
  for package in "${missing[@]}"; do
    apt-get install -y --no-install-recommends "$package" >/dev/null || lacking+=("$package")
  done
  if ((${#lacking[@]})); then
    printf 'Not to be had: %s\n' "${lacking[*]}" >&2
    exit 1
  fi
}
