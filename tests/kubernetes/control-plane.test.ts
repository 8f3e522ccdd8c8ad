import { readManifest } from '@gym/dev';
import { z } from 'zod';
import { partiesOf, reachability } from '../manifests/kubernetes/network.js';
import { anyObject } from '../manifests/kubernetes/objects.js';
import { overlays, renderOverlay } from '../manifests/kubernetes/render.js';
import { get } from './cluster.js';

const labels = z.record(z.string(), z.string());
const service = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    selector: labels,
    ports: z.array(z.object({ port: z.int(), targetPort: z.union([z.int(), z.string()]) })),
  }),
});
const pod = z.object({
  metadata: z.object({ labels }),
  spec: z.object({
    containers: z.array(
      z.object({ ports: z.array(z.object({ name: z.string().default(''), containerPort: z.int() })).default([]) }),
    ),
  }),
});

/** Where a sidecar asks for its certificate and its components, as the injector tells it. */
const addresses = { 'dapr-api': 443, 'dapr-sentry': 443 };

test.each(overlays)(
  'sidecars of %s may talk to the Pods behind the Services of Dapr that they need',
  async (overlay) => {
    const objects = (await renderOverlay(overlay)).map((document) => anyObject.parse(document.toJS()));
    const here = ['--namespace', 'dapr-system'];
    const [services, pods] = await Promise.all([get(service, 'services', ...here), get(pod, 'pods', ...here)]);
    const behind = Object.entries(addresses).map(([name, port]) => {
      const found = services.find(({ metadata }) => metadata.name === name);
      const target = found?.spec.ports.find((item) => item.port === port)?.targetPort;
      const chosen = pods.find(({ metadata }) => metadata.labels['app'] === found?.spec.selector['app']);
      const open = chosen?.spec.containers.flatMap(({ ports }) => ports) ?? [];
      const containerPort =
        typeof target === 'number' ? target : open.find((item) => item.name === target)?.containerPort;
      return {
        party: { name, namespace: 'dapr-system', labels: chosen?.metadata.labels ?? {} },
        port: containerPort ?? 0,
      };
    });
    const lines = behind.flatMap(({ party, port }) =>
      reachability(objects, [...partiesOf(objects), party], [port]).filter((line) =>
        line.endsWith(` -> ${party.name}:${port}`),
      ),
    );
    const expected = readManifest().services.flatMap(({ appId }) => [
      `${appId} -> dapr-api:6500`,
      `${appId} -> dapr-sentry:50001`,
    ]);
    expect(lines.toSorted()).toEqual(expected.toSorted());
  },
);
