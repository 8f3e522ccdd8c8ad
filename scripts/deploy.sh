#!/usr/bin/env bash
# Applies an overlay with the images of a version, and takes them back when they do not become ready or do not answer.
#   scripts/deploy.sh <overlay> <registry> <version> [<url>]
#   scripts/deploy.sh --print|--images <overlay> <registry> <version>     shows what would be applied
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=apply
case ${1:-} in --print | --images) mode=${1#--} && shift ;; esac
overlay=${1:?which overlay} registry=${2:?which registry} version=${3:?which version} url=${4:-}

render() {
  ${GYM_KUSTOMIZE:-kubectl kustomize} "k8s/overlays/$overlay" |
    sed -E "s#(image: )([^ ]*/)?gym/([a-z-]+):[^ ]+#\1$registry/\3:$version#"
}
namespace=$(sed -n 's/^namespace: //p' "k8s/overlays/$overlay/kustomization.yaml")

case $mode in
print) render && exit ;;
images) render | sed -nE "s#.*image: ($registry/.*)#\1#p" | sort -u && exit ;;
esac

services() { kubectl get --namespace "$namespace" --selector app.kubernetes.io/part-of=gym --output name deployment; }
back() {
  echo "Going back to the version before: $*" >&2
  for deployment in $(services); do kubectl rollout undo --namespace "$namespace" "$deployment"; done
  for deployment in $(services); do kubectl rollout status --namespace "$namespace" --timeout 5m "$deployment"; done
  exit 1
}

# Before an update, because going back behind a migration needs it.
if kubectl get --namespace "$namespace" cronjob/backup >/dev/null 2>&1; then
  job=backup-before-${version//[^a-z0-9]/-}-$(date +%s)
  kubectl create job --namespace "$namespace" --from cronjob/backup "$job"
  kubectl wait --namespace "$namespace" --for condition=complete --timeout 30m "job/$job"
fi
render | kubectl apply --filename -
for deployment in $(services); do
  kubectl rollout status --namespace "$namespace" --timeout 5m "$deployment" || back "$deployment did not become ready"
done
[ -z "$url" ] || scripts/smoke.sh "$url" || back "$url does not answer as it should"
