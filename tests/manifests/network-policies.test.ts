import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { partiesOf, portsOf, reachability, type Party } from './kubernetes/network.js';
import { anyObject, ofKind, type AnyObject } from './kubernetes/objects.js';
import { overlays, renderOverlay, type Overlay } from './kubernetes/render.js';

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
/** Those that something of ours or around us listens on; any that a policy names is looked at as well. */
const ports = [
  22, 53, 80, 443, 587, 3500, 3501, 5432, 6379, 6443, 6500, 8000, 8001, 8002, 8003, 8004, 8201, 9090, 9411, 9464, 50001,
  50002, 50005,
];

const anybody = outside.map(({ name }) => name).filter((name) => name !== 'intruder');
const words: Readonly<Record<string, readonly string[]>> = { 'every service': services, 'any address': anybody };

/** The table of docs/deployment.md as lines `from -> to:port`. */
function expectedIn(overlay: Overlay, guide: string): string[] {
  const list = (cell = '') => cell.split(', ').flatMap((word) => words[word] ?? word);
  const cells = guide.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const rows = cells.filter((row) => row.length === 6 && /^\d/.test(row[3] ?? ''));
  return rows.flatMap(([, from, to, open, where]) => {
    if (where !== 'all' && !list(where).includes(overlay)) return [];
    const ends = list(from).flatMap((one) => list(to).map((other) => `${one} -> ${other}`));
    return ends.flatMap((pair) => list(open).map((port) => `${pair}:${port}`));
  });
}
const guide = readFileSync(join(CHECKOUT, 'docs/deployment.md'), 'utf8');

/** Where the machine is busy, the tools that render take their time. */
jest.setTimeout(60_000);

const render = async (overlay: Overlay) => (await renderOverlay(overlay)).map((item) => anyObject.parse(item.toJS()));

/** What concerns our Pods: others may talk to each other as they like. */
function matrix(objects: AnyObject[]): string[] {
  const own = partiesOf(objects);
  const [namespace = ''] = own.map((party) => party.namespace);
  const others = outside.map((party) => (party.namespace === 'gym' ? Object.assign({}, party, { namespace }) : party));
  const names = new Set(own.map(({ name }) => name));
  const all = [...new Set([...ports, ...portsOf(objects)])];
  return reachability(objects, [...own, ...others], all).filter((line) => {
    const [from = '', to = ''] = line.split(/ -> |:/);
    return names.has(from) || names.has(to);
  });
}

test.each(overlays)('in %s exactly those can talk whom the guide names', async (overlay) => {
  const expected = expectedIn(overlay, guide);
  expect(expected.length).toBeGreaterThan(50);
  expect(matrix(await render(overlay))).toEqual(expected.toSorted());
});

test('sidecars reach those sidecars whose access rules name them', async () => {
  const rules = ofKind(await render('production'), 'Configuration').map(({ metadata, spec }): [string, string[]] => [
    metadata.name,
    spec.accessControl.policies.map(({ appId }) => appId).toSorted(),
  ]);
  const open = expectedIn('production', guide).filter((line) => line.endsWith(':50002'));
  const calls = rules.flatMap(([called, callers]) => callers.map((caller) => `${caller} -> ${called}:50002`));
  expect(calls.toSorted()).toEqual(open.toSorted());
});

test('an opening too many and one too few are seen', async () => {
  const objects = await render('production');
  const without = (name: string) => matrix(objects.filter(({ metadata }) => metadata.name !== name));
  expect(without('default-deny')).not.toEqual(matrix(objects));
  expect(without('calls-to-notification-service')).not.toContain('api-gateway -> notification-service:50002');
  expect(without('calls-of-api-gateway')).not.toContain('api-gateway -> auth-service:50002');
  const open = objects.filter(({ metadata }) => metadata.name === 'smtp');
  const more = JSON.parse(JSON.stringify(open).replace('587', '2525').replace('"smtp"', '"more"')) as AnyObject[];
  expect(matrix([...objects, ...more])).toContain('auth-service -> internet:2525');
});
