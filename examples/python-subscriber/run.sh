#!/usr/bin/env bash
# Runs the subscriber beside a sidecar of its own, in the system that ./dev.sh has started. Ctrl-C stops both.
set -euo pipefail
cd "$(dirname "$0")/../.."
example=examples/python-subscriber

settings=$(./dev.sh env)
eval "$settings"
export APP_PORT=${APP_PORT:-8100}
daprd=$(dapr/sidecar/build.sh | tail -n 1)/daprd

trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
python3 "$example/subscriber.py" &
"$daprd" --mode standalone --app-id python-subscriber \
  --app-port "$APP_PORT" --app-protocol http --app-channel-address 127.0.0.1 \
  --dapr-listen-addresses 127.0.0.1 --dapr-http-port 3510 --dapr-grpc-port 3610 \
  --dapr-internal-grpc-listen-address 127.0.0.1 --dapr-internal-grpc-port 3710 \
  --metrics-listen-address 127.0.0.1 --metrics-port 3810 \
  --resources-path "$example/dapr/resources" \
  --config "$example/dapr/config.yaml" --config dapr/config/name-resolution.yaml \
  --enable-app-health-check --app-health-check-path /healthz \
  --app-health-probe-interval 1 --app-health-probe-timeout 1000 --app-health-threshold 3 \
  --max-body-size 4Mi --log-level warn >&2 &
wait -n
