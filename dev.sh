#!/usr/bin/env bash
# The one door: installs what is missing, builds, and hands over to dev/dist/main.js. See ./dev.sh help
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"

node_minimum=20.11
main=dev/dist/main.js
stamp=node_modules/.gym-lock-hash

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

check_node() {
  command -v node >/dev/null || fail "Node.js $node_minimum or newer is needed: https://nodejs.org"
  local found
  found=$(node --version)
  found=${found#v}
  [ "$(printf '%s\n%s\n' "$node_minimum" "$found" | sort -V | head -n 1)" = "$node_minimum" ] ||
    fail "Node.js $node_minimum or newer is needed, found $found ($(command -v node))"
}

lock_hash() {
  if command -v sha256sum >/dev/null; then sha256sum package-lock.json; else shasum -a 256 package-lock.json; fi |
    cut -d ' ' -f 1
}

install() {
  local hash
  hash=$(lock_hash)
  [ "$(cat "$stamp" 2>/dev/null || true)" != "$hash" ] || return 0
  printf 'Installing packages, about half a minute ...\n' >&2
  # A registry that does not carry the binaries of every platform makes npm ci refuse a lock file that leaves them out;
  # npm install takes what fits this machine, at the versions of the lock file.
  npm ci --loglevel=silent >/dev/null || npm install --no-save --loglevel=error >&2 ||
    fail 'npm could not install the packages, see above'
  printf '%s\n' "$hash" >"$stamp"
}

# Quiet when it works. The native compiler needs about a second when nothing changed.
build() {
  local output
  output=$(node_modules/.bin/tsc -b "$@" 2>&1) || {
    printf '%s\n' "$output" >&2
    fail 'The build failed, see above'
  }
}

command=${1:-run}
if [ "$command" = help ] && [ ! -e "$main" ]; then
  cat <<'HELP'
./dev.sh                     install what is missing, build, start everything, follow the logs
./dev.sh up | status | logs [name] [-f] | trace [id] | metrics [name] | restart <name> | down | reset | doctor
./dev.sh test [suite ...]    ./dev.sh bench [name ...]
./dev.sh help [command]      says more once ./dev.sh has built itself
HELP
  exit 0
fi

check_node
case $command in
help | --help | -h | status | logs | events | trace | metrics | down | reset | env)
  # These must work at once and with sources that do not compile.
  if [ ! -e "$main" ]; then
    install
    build dev
  fi
  ;;
test | doctor)
  # Only itself: the suite `types` reports what does not compile.
  install
  build dev
  ;;
*)
  install
  build
  ;;
esac
exec node "$main" "$@"
