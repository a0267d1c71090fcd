#!/bin/sh
# Makes each service's role and database as they should be, whatever is there already. Runs by itself on the first start;
# by hand when a service is added or a password changed:
#   kubectl -n parley exec postgres-0 -- sh /docker-entrypoint-initdb.d/databases.sh
set -eu

make() {
  PASSWORD="$2" psql --no-psqlrc --quiet --username postgres --dbname postgres \
    --set ON_ERROR_STOP=1 --set role="parley_$1" <<'SQL'
\getenv password PASSWORD
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
}

# Extensions that only a superuser may make.
extend() {
  psql --no-psqlrc --quiet --username postgres --dbname "parley_$1" --set ON_ERROR_STOP=1 <<'SQL'
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS citext;
SQL
}

make auth "$PASSWORD_AUTH"
make contacts "$PASSWORD_CONTACTS"
make presence "$PASSWORD_PRESENCE"
make chat "$PASSWORD_CHAT"
make media_gateway "$PASSWORD_MEDIA_GATEWAY"
extend auth
extend contacts
