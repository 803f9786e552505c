#!/bin/sh
# Starts nginx with the certificate and the key of TLS_CERTIFICATE and TLS_KEY, PEM in base64: it reads no variables itself.
set -eu
umask 077
mkdir -p /tmp/tls
printf '%s' "$TLS_CERTIFICATE" | base64 -d >/tmp/tls/certificate.pem
printf '%s' "$TLS_KEY" | base64 -d >/tmp/tls/key.pem
unset TLS_CERTIFICATE TLS_KEY
exec nginx -c "$(dirname "$0")/nginx.conf" -g 'daemon off;'
