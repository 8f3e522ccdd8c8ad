#!/usr/bin/env bash
# Asks a running system what tells that all of it works: scripts/smoke.sh http://localhost:8000
set -euo pipefail
url=${1:?which url}

# $1: path, $2: expected status, $3: what the answer has to contain
ask() {
  local answer status
  answer=$(curl --silent --show-error --max-time 10 --retry 5 --retry-connrefused --write-out '\n%{http_code}' "$url$1")
  status=${answer##*$'\n'}
  if [ "$status" != "$2" ] || [[ $answer != *"$3"* ]]; then
    echo "$1: $status instead of $2, or without $3" >&2
    return 1
  fi
  echo "$1: $status"
}

ask /readyz 200 api-gateway
for name in auth users tournaments notifications; do ask "/api/$name/health" 200 healthy; done
ask /api/auth/.well-known/jwks.json 200 '"kid"'
ask /api/tournaments/leaderboard 200 '['
# Tokens are asked for, and the answer is a problem of ours.
ask /api/users/me 401 request_id
ask /openapi.json 200 '"openapi"'
ask / 200 '<html'
