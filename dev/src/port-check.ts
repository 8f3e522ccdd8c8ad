import { DevError } from './errors.js';
import type { Launch } from './launch.js';
import type { Manifest } from './manifest.js';
import { describePortHolder } from './port-holder.js';
import { infrastructurePorts, isPortFree, replicaPorts } from './ports.js';

export interface PlannedPort {
  readonly owner: string;
  readonly port: number;
}

type Shape = Pick<Launch, 'offset' | 'replicas' | 'only'> & { readonly tools?: Launch['tools'] };

/** Every port a stack of this shape listens on. */
export function plannedPorts(launch: Shape, manifest: Manifest): PlannedPort[] {
  const needs = (broker: string): boolean => manifest.componentSecrets.includes(broker);
  const foreign = (name: string): boolean =>
    ((name === 'redis' || name === 'postgres') && launch.tools?.[name].kind === 'external') ||
    (name === 'redis' && !needs('redis')) ||
    (name.startsWith('rabbitmq') && !needs('rabbitmq'));
  const infrastructure = Object.entries(infrastructurePorts(launch.offset)).filter(([name]) => !foreign(name));
  const planned = infrastructure.map(([owner, port]) => ({ owner, port }));
  if (launch.only !== null) return planned;
  for (const service of manifest.services) {
    for (let replica = 0; replica < (launch.replicas[service.appId] ?? 1); replica += 1) {
      const ports = Object.entries(replicaPorts(service.ports, replica, launch.offset));
      planned.push(...ports.map(([kind, port]) => ({ owner: `${service.appId}-${replica} (${kind})`, port })));
    }
  }
  return planned;
}

/** Refuses to start on taken ports, and says who holds them. */
export async function checkPorts(launch: Shape, manifest: Manifest): Promise<void> {
  const planned = plannedPorts(launch, manifest);
  const free = await Promise.all(planned.map(({ port }) => isPortFree(port)));
  const taken = planned.filter((_, index) => free[index] === false);
  if (taken.length === 0) return;
  const lines = taken.map(({ owner, port }) => `  ${port} for ${owner} is held by ${describePortHolder(port)}`);
  throw new DevError(
    'port-taken',
    `Ports are taken:\n${lines.join('\n')}\nEnd that process, or use other ports: ./dev.sh up --offset 5000`,
  );
}
