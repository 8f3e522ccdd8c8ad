import { DevError } from '../errors.js';
import { suggest } from '../cli/suggest.js';
import type { ProcessView } from './view.js';

/**
 * The processes a name stands for: one process (`redis`, `user-service-0`, `user-service-0-sidecar`), all replicas of
 * a service (`user-service`), or all their sidecars (`user-service-sidecar`).
 */
export function matchProcesses(processes: readonly ProcessView[], name: string): string[] {
  const matching = processes.filter((process) => {
    const group = process.service === null ? null : process.service + (process.kind === 'sidecar' ? '-sidecar' : '');
    return process.name === name || group === name;
  });
  if (matching.length > 0) return matching.map((process) => process.name);
  const known = processes.flatMap((process) => [process.name, process.service ?? []].flat());
  throw new DevError('unknown-name', `There is no ${name}.${suggest(name, known)}`);
}
