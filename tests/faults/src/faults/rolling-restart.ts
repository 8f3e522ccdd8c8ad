import { restartInStack } from '@gym/dev';
import { tokenOf } from '../load/session.js';
import { delay } from '../run/wait.js';
import type { Fault, Scene } from './fault.js';

const readers = 4;
const pauseMs = 10;

/** Reads that the service answers itself. */
const reads: Record<string, string> = {
  'auth-service': '/api/auth/.well-known/jwks.json',
  'user-service': '/api/users/?limit=5',
  'tournament-service': '/api/tournaments?limit=5',
  'notification-service': '/api/notifications/health',
};
export const restartTargets = Object.keys(reads);

/** Replica after replica, while people read: none of them may notice. */
export async function restartRolling({ stack, world, harm }: Scene, { target, twice }: Fault): Promise<void> {
  const path = reads[target] ?? '';
  const token = await tokenOf(world, world.admin);
  let isOver = false;
  let count = 0;
  const failures: string[] = [];
  async function readOn(): Promise<void> {
    while (!isOver) {
      const { status, body } = await world.api.send({ method: 'GET', path, token });
      count += 1;
      if (status === 0 || status >= 500) {
        failures.push(`${status} ${JSON.stringify(body)}`);
      }
      await delay(pauseMs);
    }
  }
  const reading = Array.from({ length: readers }, readOn);
  try {
    await restartInStack(stack.paths.socket, target);
    if (twice) await restartInStack(stack.paths.socket, target);
  } finally {
    harm(); // the last replica is back
    isOver = true;
    await Promise.all(reading);
  }
  if (failures.length > 0) {
    const detail = `${target}: ${failures.length} of ${count} times GET ${path} failed, first ${failures[0]}`;
    world.violations.add('refused', 'rolling restart', detail);
  }
  if (count === 0) world.violations.add('mismatch', 'rolling restart', `nobody read while ${target} was restarted`);
}
