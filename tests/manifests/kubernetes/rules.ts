import { clusterRules } from './rules/cluster.js';
import { containerRules } from './rules/containers.js';
import { podRules } from './rules/pods.js';
import type { Cluster, Rules } from './rules/rule.js';
import { secretRules } from './rules/secrets.js';

/** The default rules of kube-linter that concern us, and what else goes wrong without a word of the API server. */
export const rules: Rules = { ...containerRules, ...podRules, ...secretRules, ...clusterRules };

/** `rule: fault` for every fault. */
export function faultsOf(cluster: Cluster): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => rule(cluster).map((fault) => `${name}: ${fault}`));
}
