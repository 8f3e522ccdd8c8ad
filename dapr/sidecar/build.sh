#!/usr/bin/env bash
# Builds daprd and sentry once per state of the sources into a cache outside the checkout and prints the folder that
# holds both as the last line of stdout. Progress and errors go to stderr.
set -euo pipefail

version=1.18.3
go_minimum=1.26.6
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${GYM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gym-platform}

say() { printf 'sidecar: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi | cut -d ' ' -f 1; }

# Names are part of the key, so that renaming a file changes it; the order is that of the C locale everywhere.
source_key() {
  cd "$sources"
  local file
  for file in $(LC_ALL=C ls -- *.go build.sh go.mod go.sum | LC_ALL=C sort); do
    printf '%s %s\n' "$file" "$(sha256 "$file")"
  done | sha256
}

check_go() {
  local found
  command -v go >/dev/null ||
    fail "Go $go_minimum or newer is needed to build daprd $version, and there is no 'go' on the PATH (https://go.dev/dl/)"
  # GOTOOLCHAIN=local: without it an older Go would silently download the toolchain that go.mod names.
  found=$(cd / && GOTOOLCHAIN=local go env GOVERSION) && found=${found#go} && found=${found%%[- ]*}
  [ "$(printf '%s\n%s\n' "$go_minimum" "$found" | sort -V | head -n 1)" = "$go_minimum" ] ||
    fail "Go $go_minimum or newer is needed to build daprd $version, found Go $found"
}

complete() { [ -x "$target/daprd" ] && [ -x "$target/sentry" ]; }

# A lock is a folder, because not every system has flock; the pid in it tells a running build from a dead one.
acquire() {
  local holder waited=0
  until mkdir "$lock" 2>/dev/null; do
    complete && return 1
    holder=$(cat "$lock/pid" 2>/dev/null || true)
    # The holder writes its pid right after mkdir: an empty lock is only dead when it stays empty for 5 s.
    if { [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; } || { [ -z "$holder" ] && [ "$waited" -ge 5 ]; }; then
      say "removing the lock of a build that died"
      # Renaming picks one winner among several waiters.
      mv "$lock" "$lock.dead.$$" 2>/dev/null && rm -rf "$lock.dead.$$"
      waited=0
      continue
    fi
    [ $((waited % 5)) -eq 0 ] && say "another build is running (pid ${holder:-unknown}), waiting"
    sleep 1
    waited=$((waited + 1))
  done
  echo $$ >"$lock/pid"
}

build() {
  local started=$SECONDS compiler next=5
  say "building daprd $version and sentry with $(go env GOVERSION), about two minutes the first time"
  (
    cd "$sources"
    export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off
    exec go build -trimpath -buildvcs=false \
      -ldflags "-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=$version" \
      -o "$work/" . github.com/dapr/dapr/cmd/sentry
  ) >"$work.log" 2>&1 &
  compiler=$!
  trap 'kill "$compiler" 2>/dev/null || true; cleanup; exit 130' INT TERM
  while kill -0 "$compiler" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - started)) -ge "$next" ]; then
      say "building, $((SECONDS - started)) s$(tail -n 1 "$work.log" | sed 's/^go: downloading/ - downloading/')"
      next=$((next + 5))
    fi
  done
  wait "$compiler" || { tail -n 20 "$work.log" >&2; fail "the build failed"; }
  [ "$("$work/daprd" --version)" = "$version" ] || fail "the new daprd does not report version $version"
  # The rename is the moment at which the folder exists for everybody else: complete or not at all.
  rm -rf "$target"
  mv "$work" "$target"
  say "built in $((SECONDS - started)) s"
}

cleanup() { rm -rf "$work" "$work.log" "$lock"; }

target="$cache/sidecar-$(source_key)"
if ! complete; then
  check_go
  mkdir -p "$cache"
  lock="$target.lock"
  work="$target.$$.tmp"
  if acquire; then
    trap cleanup EXIT
    rm -rf "$target".*.tmp "$target".*.tmp.log # what a killed build left behind
    mkdir -p "$work"
    # The build of another process may have ended between the first look and the lock.
    complete || build
  fi
fi
printf '%s\n' "$target"
