#!/usr/bin/env bash
# Makes a role and a database of its own for each service; what is there stays, and gets the given passwords. The
# postgres image runs it when it sets itself up. Connects as psql does, by PGHOST and the like, as an administrator.
set -euo pipefail

# service ROLE DATABASE PASSWORD
service() {
  psql -qX -v ON_ERROR_STOP=1 -v role="$1" -v database="$2" -v password="$3" <<'SQL'
select format('create role %I', :'role') where not exists (select from pg_roles where rolname = :'role') \gexec
alter role :"role" login nosuperuser nocreatedb nocreaterole noreplication password :'password';
select format('create database %I owner %I template template0 encoding ''UTF8'' locale ''C''', :'database', :'role')
  where not exists (select from pg_database where datname = :'database') \gexec
revoke all on database :"database" from public;
SQL
}

export PGUSER=${PGUSER:-${POSTGRES_USER:-postgres}} PGDATABASE=${PGDATABASE:-postgres}
service auth user_db "${STORAGE_AUTH_PASSWORD:?run deploy/compose-secrets.sh}"
service event event_db "${STORAGE_EVENT_PASSWORD:?run deploy/compose-secrets.sh}"
service reward reward_db "${STORAGE_REWARD_PASSWORD:?run deploy/compose-secrets.sh}"
service live live_db "${STORAGE_LIVE_PASSWORD:?run deploy/compose-secrets.sh}"
service campaign campaign_db "${STORAGE_CAMPAIGN_PASSWORD:?run deploy/compose-secrets.sh}"

# A service has nothing to look for in the databases that come with the server.
psql -qX -v ON_ERROR_STOP=1 -c 'revoke connect on database postgres, template1 from public'
