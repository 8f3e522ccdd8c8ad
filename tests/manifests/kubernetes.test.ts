import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import type { Document } from 'yaml';
import { anyObject } from './kubernetes/objects.js';
import { overlays, parseStrictly, renderOverlay, secretsOf } from './kubernetes/render.js';
import { faultsOf, rules } from './kubernetes/rules.js';

/** Where the machine is busy, the tools that render take their time. */
jest.setTimeout(60_000);

const parse = (documents: readonly Document[]) => documents.map((document) => anyObject.parse(document.toJS()));

const nameOf = (document: Document) =>
  `${String(document.get('kind'))}/${String(document.getIn(['metadata', 'name']))}`;

test.each(overlays)('the overlay %s breaks no rule', async (overlay) => {
  const objects = parse(await renderOverlay(overlay));
  expect(objects.filter(({ kind }) => kind === 'Deployment')).toHaveLength(5);
  expect(faultsOf({ objects, secrets: secretsOf(overlay) })).toEqual([]);
});

test('nobody can overlook a key that is there twice', () => {
  expect(() => parseStrictly('a: 1\nb: 2\na: 3\n')).toThrow('Map keys must be unique');
});

const pod = ['spec', 'template', 'spec'];
const app = [...pod, 'containers', 0];
const annotation = (name: string) => ['spec', 'template', 'metadata', 'annotations', `dapr.io/${name}`];

/** A change that breaks the rule: the object, where, and the new value; without one the field is taken away. */
const breaks: [rule: string, object: string, path: (string | number)[], value?: unknown][] = [
  ['image has a fixed version', 'Deployment/user-service', [...app, 'image'], 'gym/user-service:latest'],
  ['image has a fixed version', 'Deployment/user-service', [...app, 'image'], 'gym/user-service'],
  ['root file system is read-only', 'Deployment/user-service', [...app, 'securityContext', 'readOnlyRootFilesystem']],
  ['no privileges', 'Deployment/user-service', [...app, 'securityContext', 'allowPrivilegeEscalation'], true],
  ['no capabilities', 'Deployment/user-service', [...app, 'securityContext', 'capabilities', 'drop'], ['NET_RAW']],
  ['processor and memory are requested, memory is limited', 'StatefulSet/redis', [...app, 'resources', 'limits']],
  ['all three probes', 'Deployment/user-service', [...app, 'startupProbe']],
  ['probes ask a port that is there', 'Deployment/user-service', [...app, 'livenessProbe', 'httpGet', 'port'], 'web'],
  ['no secret as plain text', 'Deployment/user-service', [...app, 'env', 3], { name: 'DAPR_API_TOKEN', value: 'x' }],
  ['mounts name a volume', 'StatefulSet/redis', ['spec', 'volumeClaimTemplates']],
  ['settings exist', 'Deployment/user-service', [...app, 'envFrom', 0, 'configMapRef', 'name'], 'setings'],
  ['not root', 'Deployment/user-service', [...pod, 'securityContext', 'runAsUser'], 0],
  ['system calls are filtered', 'Deployment/user-service', [...pod, 'securityContext', 'seccompProfile']],
  ['nothing of the node', 'Deployment/user-service', [...pod, 'hostNetwork'], true],
  ['no token for the Kubernetes API', 'Deployment/user-service', [...pod, 'automountServiceAccountToken']],
  ['an account of its own', 'Deployment/user-service', [...pod, 'serviceAccountName'], 'auth-service'],
  ['selectors find their Pods', 'Deployment/user-service', ['spec', 'selector', 'matchLabels'], { app: 'user' }],
  ['replicas are spread over nodes', 'Deployment/user-service', [...pod, 'topologySpreadConstraints']],
  ['time to finish requests', 'Deployment/user-service', [...pod, 'terminationGracePeriodSeconds'], 20],
  ['annotations that Dapr knows', 'Deployment/user-service', annotation('app-prot'), 'http'],
  ['annotations that Dapr knows', 'Deployment/user-service', annotation('app-port'), 'abc'],
  ['annotations that Dapr knows', 'Deployment/user-service', annotation('app-token-secret')],
  ['what the sidecar mounts is a volume', 'Deployment/auth-service', annotation('volume-mounts-rw'), 'mails:/mail'],
  ['Configuration exists', 'Deployment/user-service', annotation('config'), 'users'],
  ['secrets exist', 'Deployment/user-service', annotation('api-token-secret'), 'token'],
  [
    'secrets exist',
    'CronJob/backup',
    ['spec', 'jobTemplate', ...pod, 'volumes', 1, 'projected', 'sources', 0, 'secret', 'items', 0, 'key'],
    'address',
  ],
  ['not root', 'CronJob/backup', ['spec', 'jobTemplate', ...pod, 'securityContext', 'runAsUser'], 0],
  ['secrets exist', 'Component/pubsub', ['spec', 'metadata', 1, 'secretKeyRef', 'key'], 'pasword'],
  [
    'sidecars may read the secrets of their service, and no other',
    'Role/user-service',
    ['rules', 0, 'resourceNames'],
    ['redis'],
  ],
  [
    'sidecars may read the secrets of their service, and no other',
    'Role/user-service',
    ['rules', 0, 'resourceNames', 2],
    'admin',
  ],
  ['Services find Pods and ports', 'Service/api-gateway', ['spec', 'ports', 0, 'targetPort'], 'web'],
  ['Services find Pods and ports', 'Service/api-gateway', ['spec', 'selector'], { app: 'gateway' }],
  ['Ingress leads to Services, with TLS', 'Ingress/gym', ['spec', 'tls']],
  [
    'Ingress leads to Services, with TLS',
    'Ingress/gym',
    ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name'],
    'ws',
  ],
  ['autoscalers have a target', 'HorizontalPodAutoscaler/user-service', ['spec', 'scaleTargetRef', 'name'], 'users'],
  [
    'Pods may be moved one at a time',
    'PodDisruptionBudget/user-service',
    ['spec', 'selector', 'matchLabels'],
    { app: 'user' },
  ],
  ['one namespace', 'Deployment/user-service', ['metadata', 'namespace'], 'default'],
  ['one namespace', 'Configuration/user-service', ['spec', 'accessControl', 'policies', 0, 'namespace'], 'default'],
  [
    'certificates name the domain that access rules expect',
    'Configuration/user-service',
    ['spec', 'accessControl', 'trustDomain'],
    'other',
  ],
  ['no object twice', 'ServiceAccount/user-service', ['metadata', 'name'], 'auth-service'],
];

describe('a rule notices', () => {
  let documents: Document[];
  const secrets = secretsOf('staging');
  beforeAll(async () => {
    documents = await renderOverlay('staging');
  });

  // Every row has a value: jest would pass its own callback in place of a missing one.
  test.each(breaks.map(([rule, name, path, value]) => [rule, name, path, value ?? null] as const))(
    '%s: %s',
    (rule, name, path, value) => {
      const isBroken = (document: Document) => nameOf(document) === name;
      const broken = documents.find(isBroken)?.clone();
      if (broken === undefined || rules[rule] === undefined) throw new Error(`there is no ${name}, or no such rule`);
      if (value === null) broken.deleteIn(path);
      else broken.setIn(path, value);
      const objects = parse(documents.map((document) => (isBroken(document) ? broken : document)));
      expect(rules[rule]({ objects: parse(documents), secrets })).toEqual([]);
      expect(rules[rule]({ objects, secrets })).not.toEqual([]);
    },
  );

  test('everything it is there for', () => {
    expect([...new Set(breaks.map(([rule]) => rule))].toSorted()).toEqual(Object.keys(rules).toSorted());
  });
});

test('the files that are rendered or read by sidecars hold every key once', () => {
  const files = ['k8s', 'components', 'dapr'].flatMap((folder) =>
    readdirSync(join(CHECKOUT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const manifests = files.filter((file) => /\.yaml$|Kustomization$/.test(file));
  expect(manifests.length).toBeGreaterThan(30);
  for (const file of manifests) {
    expect(() => parseStrictly(readFileSync(join(CHECKOUT, file), 'utf8'))).not.toThrow();
  }
});
