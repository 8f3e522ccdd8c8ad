import { z } from 'zod';
import { get, kubectlDone } from './cluster.js';

/** What a node does is played here, because there is none: the API cannot tell the difference. */
const node = 'played';

const pod = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({ nodeName: z.string().optional(), containers: z.array(z.object({ image: z.string() })) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});
type Pod = z.infer<typeof pod>;

export const isStopping = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

export const isReady = (found: Pod): boolean =>
  !isStopping(found) && found.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');

export const podsOf = (namespace: string, ...options: string[]): Promise<Pod[]> =>
  get(pod, 'pods', '--namespace', namespace, ...options);

export const addNode = (): Promise<string> =>
  kubectlDone(
    ['apply', '--filename', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: node } }),
  );

let addresses = 0;

/** The Pod runs, and the probes of its containers succeed. */
export async function startPod({ metadata: { name, namespace }, spec }: Pod): Promise<void> {
  if (spec.nodeName === undefined) {
    const target = { apiVersion: 'v1', kind: 'Node', name: node };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/binding`;
    await kubectlDone(['create', '--raw', path, '--filename', '-'], JSON.stringify(binding));
  }
  addresses += 1;
  const podIP = `10.0.0.${addresses}`;
  const conditions = ['Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: new Date().toISOString(),
  }));
  const patch = JSON.stringify({ status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions } });
  const place = ['--namespace', namespace, '--subresource=status', '--type=strategic'];
  await kubectlDone(['patch', 'pod', name, ...place, '--patch', patch]);
}

/** The processes of the Pod have ended. */
export const endPods = (namespace: string, ...names: string[]): Promise<string> =>
  kubectlDone(['delete', 'pod', '--namespace', namespace, '--force', '--grace-period=0', ...names]);
