import { readManifest } from '@gym/dev';
import { z } from 'zod';
import { describePod, expectedPod, injectedPod } from '../manifests/kubernetes/injected-pod.js';
import { overlays } from '../manifests/kubernetes/render.js';
import { eventually, get, install, kubectl, kubectlDone, strictly } from './cluster.js';
import { addNode, endPods, isReady, isStopping, podsOf, startPod } from './node.js';
import { readableSecrets } from './secrets.js';

const { services } = readManifest();
const image = `ghcr.io/dapr/daprd:${process.env['DAPR_VERSION']}`;

const owned = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
});
const appOf = ({ metadata }: z.infer<typeof owned>) => metadata.labels['app.kubernetes.io/name'] ?? metadata.name;
const count = (names: readonly string[]) =>
  Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => [name, names.filter((other) => other === name).length]),
  );

const replicas = { local: 1, staging: 2, production: 2 };
const stores = ['auth-db', 'redis', 'tournament-db', 'user-db'];

const secretsOf = {
  'api-gateway': ['redis'],
  'auth-service': ['admin', 'auth-db', 'jwt-signing', 'redis', 'smtp'],
  'notification-service': ['redis'],
  'tournament-service': ['redis', 'tournament-db'],
  'user-service': ['redis', 'user-db'],
};

/** Those whose generation tells of every change that is not one of their status. */
const kinds = 'deployments,statefulsets,cronjobs,poddisruptionbudgets,networkpolicies,ingresses';
const changed = z.object({ kind: z.string(), metadata: z.object({ name: z.string(), generation: z.int() }) });
const named = z.object({ name: z.string() });
const budget = z.object({ metadata: named, status: z.object({ disruptionsAllowed: z.int() }) });
const endpointSlice = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  endpoints: z.array(z.object({ conditions: z.object({ ready: z.boolean() }) })).nullable(),
  ports: z.array(z.object({ port: z.int() })).nullable(),
});

describe.each(overlays)('the overlay %s', (overlay) => {
  const namespace = overlay === 'staging' ? 'gym-staging' : 'gym';
  const here = ['--namespace', namespace];
  const inCluster = overlay !== 'production';
  let applied: string;
  beforeAll(async () => {
    applied = await install(overlay, namespace);
  });
  afterAll(async () => {
    await endPods(namespace, '--all');
    await kubectlDone(['delete', 'namespace', namespace, '--timeout=120s']);
  });

  test('is accepted without a warning', () => {
    expect(applied).toContain('deployment.apps/api-gateway created');
  });

  test('makes the Pods of all services and stores', async () => {
    const expected = Object.fromEntries([
      ...services.map(({ appId }) => [appId, replicas[overlay]] as const),
      ...(inCluster ? stores : []).map((name) => [name, 1] as const),
    ]);
    await eventually(async () => expect(count((await get(owned, 'pods', ...here)).map(appOf))).toEqual(expected));
  });

  test('changes nothing when it is applied again', async () => {
    const before = await get(changed, kinds, ...here);
    await kubectlDone(['apply', ...strictly, '--kustomize', `k8s/overlays/${overlay}`]);
    expect(await get(changed, kinds, ...here)).toEqual(before);
  });

  test('has in every Pod of a service the sidecar that it has on one machine, with its tokens and no more', async () => {
    for (const service of services) {
      const label = `app.kubernetes.io/name=${service.appId}`;
      const pods = await get(injectedPod, 'pods', ...here, '--selector', label);
      expect(pods).toHaveLength(replicas[overlay]);
      for (const pod of pods) expect(describePod(pod)).toEqual(expectedPod(service, namespace, image));
    }
  });

  test('has no sidecar in the Pods of stores', async () => {
    const pods = await get(injectedPod, 'pods', ...here, '--selector', `app.kubernetes.io/name in (${stores.join()})`);
    expect(pods.map(({ spec }) => spec.initContainers.length)).toEqual(inCluster ? [0, 0, 0, 0] : []);
  });

  test('has volumes for what must not be lost', async () => {
    const claims = await get(z.object({ metadata: named }), 'persistentvolumeclaims', ...here);
    const wanted = [
      ...(inCluster ? stores.map((name) => `data-${name}-0`) : []),
      ...(overlay === 'local' ? [] : ['backups']),
    ];
    expect(claims.map(({ metadata }) => metadata.name).toSorted()).toEqual(wanted.toSorted());
  });

  test('lets each sidecar read the Secrets of its service, and nobody else any', async () => {
    expect(await readableSecrets(namespace)).toEqual(secretsOf);
  });

  test('leads Services to the ports of Pods that are ready, and knows when everything is', async () => {
    await addNode();
    await Promise.all((await podsOf(namespace)).map(startPod));
    await eventually(async () => {
      const slices = await get(endpointSlice, 'endpointslices', ...here);
      const found = slices.map(({ metadata, endpoints, ports }) => [
        metadata.labels['kubernetes.io/service-name'],
        [endpoints?.filter(({ conditions }) => conditions.ready).length, ports?.map(({ port }) => port)],
      ]);
      expect(Object.fromEntries(found)).toEqual({
        'api-gateway': [replicas[overlay], [8000]],
        'notification-service': [replicas[overlay], [8004]],
        ...(inCluster && {
          'auth-db': [1, [5432]],
          'tournament-db': [1, [5432]],
          'user-db': [1, [5432]],
          redis: [1, [6379]],
        }),
      });
    });
    // As the guide says.
    await kubectlDone(['rollout', 'status', ...here, 'deployment', '--timeout=60s']);
  });

  test('lets a node be emptied of one Pod of each service at a time', async () => {
    await eventually(async () => {
      const budgets = await get(budget, 'poddisruptionbudgets', ...here);
      const allowed = budgets.map(({ metadata, status }) => [metadata.name, status.disruptionsAllowed]);
      expect(Object.fromEntries(allowed)).toEqual(Object.fromEntries(services.map(({ appId }) => [appId, 1])));
    });
  });

  test('never has fewer ready Pods than wanted while it gets a new version', async () => {
    const selector = ['--selector', 'app.kubernetes.io/name=auth-service'];
    const fewest: number[] = [];
    await kubectlDone(['set', 'image', ...here, 'deployment/auth-service', 'app=gym/auth-service:new']);
    await eventually(async () => {
      const pods = await podsOf(namespace, ...selector);
      fewest.push(pods.filter(isReady).length);
      const stopping = pods.filter(isStopping).map(({ metadata }) => metadata.name);
      if (stopping.length > 0) await endPods(namespace, ...stopping);
      await Promise.all(pods.filter((found) => !isReady(found) && !isStopping(found)).map(startPod));
      expect(pods.map(({ spec }) => spec.containers[0]?.image)).toEqual(
        Array.from({ length: replicas[overlay] }, () => 'gym/auth-service:new'),
      );
    });
    expect(Math.min(...fewest)).toBe(replicas[overlay]);
  });

  test('makes a Pod for the backup', async () => {
    const made = await kubectl(['create', 'job', ...here, 'now', '--from=cronjob/backup']);
    expect(made.ok).toBe(overlay !== 'local');
    if (!made.ok) return;
    await eventually(async () => {
      const pods = await get(injectedPod, 'pods', ...here, '--selector', 'app.kubernetes.io/name=backup');
      expect(pods.map(describePod)).toMatchObject([{ givesToken: false, containers: ['backup'], sidecars: [] }]);
    });
  });
});
