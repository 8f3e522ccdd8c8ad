#!/usr/bin/env bash
# Makes the secrets of a compose installation, at random, in .gym/compose: once; a folder that is there stays as it is.
# ADMIN_EMAIL and ADMIN_PASSWORD name the first administrator; without them a password is made and shown.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${GYM_SECRETS_DIR:-.gym/compose}

if [ "${1:-}" = help ] || [ "${1:-}" = --help ]; then
  sed -n '2,3s/^# //p' "$0"
  exit 0
fi
command -v openssl >/dev/null || { echo 'openssl is needed' >&2; exit 1; }
if [ -e "$folder/secrets.json" ]; then
  echo "$folder has its secrets already; docker compose up starts the system"
  exit 0
fi

umask 077
rm -rf "$folder.new"
mkdir -p "$folder.new/sentry"
cd "$folder.new"

random() { openssl rand -hex 24; }
# A PEM file as the inside of a JSON string.
json_lines() { awk '{ printf "%s\\n", $0 }' "$1"; }

admin_email=${ADMIN_EMAIL:-admin@gym.local}
admin_password=${ADMIN_PASSWORD:-$(openssl rand -hex 8)}
redis_password=$(random) key_id=$(openssl rand -hex 6)
databases=(auth_db user_db tournament_db)
for name in postgres "${databases[@]}"; do random | tr -d '\n' >"${name}_password"; done
url() { printf 'postgres://%s_service:%s@%s-db:5432/%s' "${1%_db}" "$(cat "${1}_password")" "${1%_db}" "$1"; }

# The certificate authority of the sidecars: sentry signs with the issuer, sidecars trust the root. Ten years.
days=3650 curve=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
openssl req -x509 "${curve[@]}" -days $days -subj /CN=gym-root -keyout root.key -out sentry/ca.crt \
  -addext basicConstraints=critical,CA:TRUE,pathlen:1 -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req "${curve[@]}" -subj /CN=gym-issuer -keyout sentry/issuer.key -out issuer.csr 2>/dev/null
openssl x509 -req -in issuer.csr -CA sentry/ca.crt -CAkey root.key -CAcreateserial -days $days -out sentry/issuer.crt \
  -extfile <(printf 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n') 2>/dev/null
rm root.key issuer.csr

openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out signing.pem
cat >secrets.json <<JSON
{
  "redis": { "password": "$redis_password" },
  "jwt-signing": { "active": "$key_id", "$key_id": "$(json_lines signing.pem)" },
  "admin": { "email": "$admin_email", "password": "$admin_password" },
  "auth-db": { "url": "$(url auth_db)" },
  "user-db": { "url": "$(url user_db)" },
  "tournament-db": { "url": "$(url tournament_db)" }
}
JSON
rm signing.pem
printf 'requirepass %s\nappendonly yes\nsave ""\nmaxmemory-policy noeviction\ndir /data\n' "$redis_password" >redis.conf
printf 'DAPR_API_TOKEN=%s\nAPP_API_TOKEN=%s\n' "$(random)" "$(random)" >tokens.env
printf 'DAPR_TRUST_ANCHORS="%s"\n' "$(cat sentry/ca.crt)" >trust.env

# Containers read these as other users; the folder keeps everybody else of this machine out.
chmod -R u=rwX,go=rX .
cd - >/dev/null
chmod 700 "$folder.new"
mv "$folder.new" "$folder"
echo "Made the secrets of the system in $folder. Keep a copy: without them backups cannot be used."
[ -n "${ADMIN_PASSWORD:-}" ] || echo "First administrator: $admin_email, password $admin_password"
