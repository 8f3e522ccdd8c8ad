import { reachability, partiesOf, type Party } from './kubernetes/network.js';
import { anyObject, ofKind, type AnyObject } from './kubernetes/objects.js';
import { renderOverlay, type Overlay } from './kubernetes/render.js';

const outside: Party[] = [
  { name: 'ingress', namespace: 'ingress-nginx', labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
  { name: 'dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  { name: 'sentry', namespace: 'dapr-system', labels: { app: 'dapr-sentry' } },
  { name: 'operator', namespace: 'dapr-system', labels: { app: 'dapr-operator' } },
  { name: 'placement', namespace: 'dapr-system', labels: { app: 'dapr-placement-server' } },
  // Pods that are none of ours: in another namespace with a label of ours, and in ours without one.
  { name: 'foreign', namespace: 'other', labels: { 'app.kubernetes.io/name': 'api-gateway' } },
  { name: 'intruder', namespace: 'gym', labels: { app: 'intruder' } },
  { name: 'prometheus', namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
  { name: 'collector', namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'opentelemetry-collector' } },
  { name: 'kubernetes', cidr: '192.0.2.16/28' },
  { name: 'databases', cidr: '192.0.2.32/28' },
  { name: 'managed-redis', cidr: '192.0.2.48/28' },
  { name: 'internet', cidr: '198.51.100.0/24' },
];
const services = ['api-gateway', 'auth-service', 'user-service', 'tournament-service', 'notification-service'];
const withData = ['auth-service', 'user-service', 'tournament-service'];
/** All of them hear events, for which their sidecars need the password of Redis. */
const withSecrets = services;
const ports = [
  22, 53, 80, 443, 587, 3500, 3501, 5432, 6379, 6443, 6500, 8000, 8001, 8002, 8003, 8004, 8201, 9090, 9411, 9464, 50001,
  50002, 50005,
];

/** Sidecars of callers to those of the called; the same in every cluster. */
const calls = {
  'auth-service': ['api-gateway', 'user-service', 'tournament-service', 'notification-service'],
  'user-service': ['api-gateway', 'auth-service', 'tournament-service', 'notification-service'],
  'tournament-service': ['api-gateway', 'user-service', 'notification-service'],
  'notification-service': ['api-gateway', 'user-service'],
};
const everywhere = [
  ...Object.entries(calls).flatMap(([called, callers]) => callers.map((caller) => `${caller} -> ${called}:50002`)),
  ...services.flatMap((app) =>
    ['dns:53', 'dns:53/udp', 'sentry:50001', 'operator:6500'].map((to) => `${app} -> ${to}`),
  ),
];
const inCluster = [
  ...['auth', 'user', 'tournament'].map((name) => `${name}-service -> ${name}-db:5432`),
  ...withSecrets.map((app) => `${app} -> redis:6379`),
];
const backup = ['dns:53', 'dns:53/udp'].map((to) => `backup -> ${to}`);
const backupInCluster = ['auth-db:5432', 'user-db:5432', 'tournament-db:5432', 'redis:6379'].map(
  (to) => `backup -> ${to}`,
);
/** Figures of services and sidecars, and spans. */
const watched = services.flatMap((app) => [
  `prometheus -> ${app}:9090`,
  `prometheus -> ${app}:9464`,
  `${app} -> collector:9411`,
]);
const entrance = ['ingress -> api-gateway:8000', 'ingress -> notification-service:8004'];
/**
 * Openings to any address, because that of the Kubernetes API or of a mail server is not known before: they lead out of
 * the cluster and to Pods of others that do not protect themselves.
 */
const anybody = outside.map(({ name }) => name).filter((name) => name !== 'intruder');
const openly = (apps: string[], ...open: number[]) =>
  apps.flatMap((app) => anybody.flatMap((to) => open.map((port) => `${app} -> ${to}:${port}`)));

const expected: Record<Overlay, string[]> = {
  local: [everywhere, inCluster, openly(withSecrets, 443, 6443)].flat(),
  staging: [
    [everywhere, inCluster, entrance, watched, backup, backupInCluster].flat(),
    openly(withSecrets, 443, 6443),
    openly(['auth-service'], 587),
    openly(['backup'], 443),
  ].flat(),
  production: [
    everywhere,
    entrance,
    watched,
    backup,
    openly(['backup'], 443),
    withSecrets.flatMap((app) => [443, 6443].map((port) => `${app} -> kubernetes:${port}`)),
    [...withData, 'backup'].map((app) => `${app} -> databases:5432`),
    [...withSecrets, 'backup'].map((app) => `${app} -> managed-redis:6379`),
    openly(['auth-service'], 587),
  ].flat(),
};

/** Where the machine is busy, the tools that render take their time. */
jest.setTimeout(60_000);

const render = async (overlay: Overlay) => (await renderOverlay(overlay)).map((item) => anyObject.parse(item.toJS()));

/** What concerns our Pods: others may talk to each other as they like. */
function matrix(objects: AnyObject[]): string[] {
  const own = partiesOf(objects);
  const [namespace = ''] = own.map((party) => party.namespace);
  const others = outside.map((party) => (party.namespace === 'gym' ? Object.assign({}, party, { namespace }) : party));
  const names = new Set(own.map(({ name }) => name));
  return reachability(objects, [...own, ...others], ports).filter((line) => {
    const [from = '', to = ''] = line.split(/ -> |:/);
    return names.has(from) || names.has(to);
  });
}

test.each(['local', 'staging', 'production'] as const)('in %s exactly those can talk who have to', async (overlay) => {
  expect(matrix(await render(overlay))).toEqual(expected[overlay].toSorted());
});

test('sidecars reach those sidecars whose access rules name them', async () => {
  const rules = ofKind(await render('production'), 'Configuration').map(({ metadata, spec }): [string, string[]] => [
    metadata.name,
    spec.accessControl.policies.map(({ appId }) => appId).toSorted(),
  ]);
  const named = rules.filter(([, callers]) => callers.length > 0);
  expect(Object.fromEntries(named)).toEqual(
    Object.fromEntries(Object.entries(calls).map(([called, callers]) => [called, callers.toSorted()])),
  );
});

test('an opening too many and one too few are seen', async () => {
  const objects = await render('production');
  const without = (name: string) => matrix(objects.filter(({ metadata }) => metadata.name !== name));
  expect(without('default-deny')).not.toEqual(matrix(objects));
  expect(without('calls-to-notification-service')).not.toContain('api-gateway -> notification-service:50002');
  expect(without('calls-of-api-gateway')).not.toContain('api-gateway -> auth-service:50002');
});
