#!/bin/sh
# Starts Alertmanager with ALERT_WEBHOOK in the place of the address in alertmanager.yml: it reads no variables itself.
set -eu
address=$(printf '%s' "$ALERT_WEBHOOK" | sed 's/[&|\\]/\\&/g')
sed "s|http://alert-receiver.invalid/|$address|" "$(dirname "$0")/alertmanager.yml" >/tmp/alertmanager.yml
exec alertmanager --config.file=/tmp/alertmanager.yml --storage.path=/alertmanager
