import type { Container } from '../objects.js';
import { eachContainer, type Rules } from './rule.js';

const probesOf = ({ startupProbe, livenessProbe, readinessProbe }: Container) => [
  startupProbe,
  livenessProbe,
  readinessProbe,
];

export const containerRules: Rules = {
  'image has a fixed version': eachContainer(
    ({ image }) => !/:(?!latest$)[\w.-]+(@sha256:[0-9a-f]{64})?$/.test(image) && `image ${image}`,
  ),
  'root file system is read-only': eachContainer(
    ({ securityContext }) => securityContext.readOnlyRootFilesystem !== true && 'may write to the root file system',
  ),
  'no privileges': eachContainer(
    ({ securityContext: { privileged, allowPrivilegeEscalation } }) =>
      (privileged !== false || allowPrivilegeEscalation !== false) && 'may gain privileges',
  ),
  'no capabilities': eachContainer(
    ({ securityContext: { capabilities } }) =>
      (!capabilities.drop.includes('ALL') || capabilities.add.length > 0) && 'has capabilities',
  ),
  'processor and memory are requested, memory is limited': eachContainer(
    ({ resources: { requests, limits } }) =>
      (requests.cpu === undefined || requests.memory === undefined || limits.memory === undefined) && 'lacks resources',
  ),
  'all three probes': eachContainer(
    (container, { kind }) =>
      // A Job ends by itself.
      kind !== 'CronJob' &&
      probesOf(container).some((probe) => (probe?.httpGet ?? probe?.exec) === undefined) &&
      'lacks a probe',
  ),
  'probes ask a port that is there': eachContainer((container) => {
    const known = new Set(container.ports.flatMap(({ name, containerPort }) => [name, containerPort]));
    const missing = probesOf(container).find((probe) => probe?.httpGet !== undefined && !known.has(probe.httpGet.port));
    return missing !== undefined && `a probe asks port ${missing.httpGet?.port}`;
  }),
  'no secret as plain text': eachContainer(({ env }) => {
    const secret = env.find(({ name, value }) => value !== undefined && /(password|secrets?|token|_key)$/i.test(name));
    return secret !== undefined && `${secret.name} is written in the manifest`;
  }),
  'mounts name a volume': eachContainer(({ volumeMounts }, { spec }) => {
    const there = new Set([
      ...spec.template.spec.volumes.map(({ name }) => name),
      ...spec.volumeClaimTemplates.map((claim) => claim.metadata.name),
    ]);
    const missing = volumeMounts.find(({ name }) => !there.has(name));
    return missing !== undefined && `no volume ${missing.name}`;
  }),
};
