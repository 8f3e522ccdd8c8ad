#!/usr/bin/env bash
# The rule files as objects of the Prometheus operator:
#   scripts/prometheus-rules.sh > k8s/components/prometheus-operator/rules.gen.yaml
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../observability/rules"

echo '# Made by scripts/prometheus-rules.sh of observability/rules.'
for file in *.yaml; do
  printf -- '---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: gym-%s\nspec:\n' "${file%.yaml}"
  sed '/^#/d; s/^./  &/' "$file"
done
