#!/bin/bash
# Runs once, when the PostgreSQL image makes its data folder: a database and its owner for each service. DATABASES are
# those of this server.
set -euo pipefail

for database in auth_db user_db tournament_db; do
  [[ " ${DATABASES:-$database} " == *" $database "* ]] || continue
  # On standard input, because arguments can be read by others.
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<SQL
create role ${database%_db}_service login password '$(cat "/run/secrets/${database}_password")';
create database $database owner ${database%_db}_service;
revoke all on database $database from public;
SQL
done
