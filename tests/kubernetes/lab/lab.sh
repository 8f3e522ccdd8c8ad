#!/usr/bin/env bash
# Runs a command beside the control planes of Kubernetes and Dapr: etcd, kube-apiserver, kube-controller-manager, and
# sentry and the injector as Dapr's chart sets them up. There is no node, so Pods are made and never run.
#   lab.sh COMMAND [ARGUMENT ...]
# KUBERNETES, ETCD, CHART, DAPR: folders with the programs; SENTRY: the program; DAPR_CHART: the folder; DAPR_VERSION;
# DAPR_VALUES: the '--set' arguments of the installation; LOGS: a folder for what the servers say.
# COMMAND finds the cluster by KUBECONFIG and kubectl on its PATH.
set -euo pipefail

# All of it has namespaces of its own: no network but the loopback, a /run that is gone afterwards, and no process that
# outlives this one.
if [ "${1:-}" != --inside ]; then
  isolate=(unshare --net --mount --pid --fork --kill-child --mount-proc)
  [ "$(id -u)" = 0 ] || isolate+=(--map-current-user --keep-caps)
  exec "${isolate[@]}" "$0" --inside "$@"
fi
shift
# The first process of a namespace gets no signal that it did not ask for.
trap 'exit 143' INT TERM HUP
ip link set lo up
# The Service of the injector is at port 443, and the injector is not root.
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
mount -t tmpfs -o mode=755 tmpfs /run
# Dapr's programs refuse to be root in a cluster, and others cannot look into the home of root.
mkdir -p /run/lab /run/dapr/bin /run/secrets/dapr.io/{tls,sentrytoken,credentials}
mount --bind "$DAPR" /run/dapr/bin
sentry=/run/dapr/sentry
touch "$sentry"
mount --bind "$SENTRY" "$sentry"
as_dapr=()
[ "$(id -u)" != 0 ] || as_dapr=(setpriv --reuid=65532 --regid=65532 --clear-groups)

called_from=$PWD
cd /run/lab
export KUBECONFIG=/run/lab/admin.kubeconfig PATH=$KUBERNETES:$PATH
api=https://127.0.0.1:6443

die() {
  echo "lab: $1; the end of its log:" >&2
  tail -n 10 "$2" >&2
  exit 1
}

# wait_for LOG WHAT COMMAND...: tries for three minutes
wait_for() {
  local end=$((SECONDS + 180)) log=$1 what=$2
  shift 2
  until "$@" >attempt.log 2>&1; do
    [ "$SECONDS" -lt "$end" ] || die "$what" "$log"
    sleep 0.2
  done
}

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }

# certificate NAME SUBJECT [SUBJECT_ALTERNATIVE_NAMES]
certificate() {
  key "$1"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out "$1.crt" -extfile <(
    echo 'extendedKeyUsage = serverAuth, clientAuth'
    [ -z "${3:-}" ] || echo "subjectAltName = $3"
  ) 2>/dev/null
}

# kubeconfig NAME: for whom there is a certificate of that name
kubeconfig() {
  cat >"$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: lab
contexts:
  - { name: lab, context: { cluster: lab, user: $1 } }
  - { name: dapr, context: { cluster: lab, user: $1, namespace: dapr-system } }
clusters: [{ name: lab, cluster: { server: '$api', certificate-authority-data: $(openssl base64 -A -in ca.crt) } }]
users:
  - name: $1
    user:
      client-certificate-data: $(openssl base64 -A -in "$1.crt")
      client-key-data: $(openssl base64 -A -in "$1.key")
YAML
}

start_kubernetes() {
  key ca
  openssl req -x509 -key ca.key -days 2 -subj /CN=lab -out ca.crt
  certificate apiserver /CN=kube-apiserver IP:127.0.0.1,DNS:localhost
  certificate admin '/O=system:masters/CN=admin'
  certificate controllers /CN=system:kube-controller-manager
  kubeconfig admin
  kubeconfig controllers
  openssl genrsa -out accounts.key 2048 2>/dev/null
  openssl rsa -in accounts.key -pubout -out accounts.pub 2>/dev/null
  "$ETCD/etcd" --data-dir /run/lab/etcd --unsafe-no-fsync --logger zap >"$LOGS/etcd.log" 2>&1 &
  kube-apiserver --etcd-servers=http://127.0.0.1:2379 \
    --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --endpoint-reconciler-type=none \
    --tls-cert-file=apiserver.crt --tls-private-key-file=apiserver.key --client-ca-file=ca.crt \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file=accounts.pub --service-account-signing-key-file=accounts.key \
    --service-cluster-ip-range=10.96.0.0/16 --authorization-mode=RBAC --anonymous-auth=false \
    --enable-admission-plugins=NodeRestriction >"$LOGS/kube-apiserver.log" 2>&1 &
  wait_for "$LOGS/kube-apiserver.log" 'kube-apiserver does not get ready' kubectl get --raw /readyz
  kube-controller-manager --kubeconfig=controllers.kubeconfig --bind-address=127.0.0.1 --leader-elect=false \
    --use-service-account-credentials=true --service-account-private-key-file=accounts.key --root-ca-file=ca.crt \
    >"$LOGS/kube-controller-manager.log" 2>&1 &
  wait_for "$LOGS/kube-controller-manager.log" 'kube-controller-manager does not start' \
    kubectl --namespace default get serviceaccount default
}

# The chart as it is installed, and two of its programs.
start_dapr() {
  local values=()
  read -ra values <<<"$DAPR_VALUES"
  kubectl create namespace dapr-system >/dev/null
  "$CHART/chart" "$DAPR_CHART" dapr dapr-system --set "global.tag=$DAPR_VERSION" "${values[@]}" >dapr.yaml
  kubectl apply --server-side --filename "$DAPR_CHART/crds" >/dev/null
  kubectl wait --for=condition=Established crd --all --timeout=60s >/dev/null
  wait_for attempt.log "Dapr's chart cannot be applied" \
    kubectl --context dapr apply --server-side --filename dapr.yaml
  start_sentry
  # The address by which kube-apiserver calls the injector.
  ip address add "$(kubectl --context dapr get service dapr-sidecar-injector -o jsonpath='{.spec.clusterIP}')" dev lo
  start_injector
}

start_sentry() {
  local bundle=/run/secrets/dapr.io/tls/ca.crt
  NAMESPACE=dapr-system "${as_dapr[@]}" "$sentry" --mode kubernetes --kubeconfig "$(dapr_kubeconfig)" \
    --issuer-credentials /run/secrets/dapr.io/credentials --trust-domain cluster.local --listen-address 127.0.0.1 \
    --port 50001 --healthz-port 8081 --enable-metrics=false >"$LOGS/sentry.log" 2>&1 &
  trust_bundle() {
    kubectl --context dapr get configmap dapr-trust-bundle -o 'jsonpath={.data.ca\.crt}' >"$bundle" && [ -s "$bundle" ]
  }
  wait_for "$LOGS/sentry.log" 'sentry makes no trust bundle' trust_bundle
}

is_healthy() (
  exec 3<>/dev/tcp/127.0.0.1/8082
  printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3
  head -n 1 <&3 | grep -q ' 200 '
)

start_injector() {
  local pod token=/run/secrets/dapr.io/sentrytoken/token environment=()
  # What a kubelet does for the Pod of the injector: its environment, and a token that is bound to it.
  find_pod() {
    pod=$(kubectl --context dapr get pod --selector app=dapr-sidecar-injector -o name | head -n 1)
    pod=${pod#pod/}
    [ -n "$pod" ]
  }
  wait_for "$LOGS/kube-controller-manager.log" 'the injector has no Pod' find_pod
  kubectl --context dapr create token dapr-injector --duration 24h \
    --audience spiffe://cluster.local/ns/dapr-system/dapr-sentry --bound-object-kind Pod --bound-object-name "$pod" >"$token"
  chmod 644 "$token"
  mapfile -t environment < <(kubectl --context dapr get pod "$pod" \
    -o go-template='{{ range (index .spec.containers 0).env }}{{ if .value }}{{ .name }}={{ .value }}{{ "\n" }}{{ end }}{{ end }}')
  env "${environment[@]}" NAMESPACE=dapr-system DAPR_SENTRY_ADDRESS=127.0.0.1:50001 \
    "${as_dapr[@]}" /run/dapr/bin/injector --kubeconfig "$(dapr_kubeconfig)" --port 443 --healthz-port 8082 \
    --enable-metrics=false --scheduler-enabled=true >"$LOGS/injector.log" 2>&1 &
  wait_for "$LOGS/injector.log" 'the injector does not get ready' is_healthy
}

dapr_kubeconfig() {
  install -m 644 admin.kubeconfig /run/dapr/kubeconfig
  echo /run/dapr/kubeconfig
}

started=$SECONDS
start_kubernetes
echo "lab: kube-apiserver and its controllers are ready after $((SECONDS - started)) s"
start_dapr
echo "lab: sentry and the injector are ready after $((SECONDS - started)) s"
cd "$called_from"
"$@"
