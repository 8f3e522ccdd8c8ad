#!/bin/bash
# Runs once, when the PostgreSQL image makes its data folder: the database of one service and its owner.
set -euo pipefail

# On standard input, because arguments can be read by others.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<SQL
create role ${DATABASE%_db}_service login password '$(cat /run/secrets/database/password)';
create database $DATABASE owner ${DATABASE%_db}_service;
revoke all on database $DATABASE from public;
SQL
