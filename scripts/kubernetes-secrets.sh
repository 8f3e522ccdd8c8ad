#!/usr/bin/env bash
# Prints the Secrets of an installation on Kubernetes, at random; for 'kubectl create', which replaces none that exists.
# ADMIN_EMAIL and ADMIN_PASSWORD name the first administrator; without them a password is made and said on stderr.
# AUTH_DB_URL, USER_DB_URL, TOURNAMENT_DB_URL and REDIS_PASSWORD are those of managed servers, SMTP_USER and
# SMTP_PASSWORD those of the mail server.
set -euo pipefail

if [ "${1:-}" = help ] || [ "${1:-}" = --help ]; then
  sed -n '2,5s/^# //p' "$0"
  exit 0
fi
command -v openssl >/dev/null || { echo 'openssl is needed' >&2; exit 1; }

random() { openssl rand -hex 24; }

# secret NAME KEY VALUE [KEY VALUE ...]
secret() {
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: { name: %s }\ndata:\n' "$1"
  shift
  while [ $# -gt 0 ]; do
    printf "  '%s': '%s'\n" "$1" "$(printf %s "$2" | openssl base64 -A)"
    shift 2
  done
}

database() {
  local name=$1 url=$2 password
  password=$(random)
  if [ -n "$url" ]; then
    secret "$name-db" url "$url"
  else
    secret "$name-db" url "postgres://${name}_service:$password@$name-db:5432/${name}_db"
    secret "$name-db-server" password "$password" superuser-password "$(random)"
  fi
}

admin_password=${ADMIN_PASSWORD:-$(openssl rand -hex 8)}
redis_password=${REDIS_PASSWORD:-$(random)}
key_id=$(openssl rand -hex 6)

secret dapr-api-token token "$(random)"
secret app-api-token token "$(random)"
secret jwt-signing active "$key_id" "$key_id" "$(openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt)"
secret admin email "${ADMIN_EMAIL:-admin@gym.local}" password "$admin_password"
secret smtp user "${SMTP_USER:-}" password "${SMTP_PASSWORD:-}"
database auth "${AUTH_DB_URL:-}"
database user "${USER_DB_URL:-}"
database tournament "${TOURNAMENT_DB_URL:-}"
secret redis password "$redis_password"
[ -n "${REDIS_PASSWORD:-}" ] || secret redis-server redis.conf \
  "$(printf 'requirepass %s\nappendonly yes\nsave ""\nmaxmemory-policy noeviction\ndir /data' "$redis_password")"

[ -n "${ADMIN_PASSWORD:-}" ] || echo "First administrator: ${ADMIN_EMAIL:-admin@gym.local}, password $admin_password" >&2
