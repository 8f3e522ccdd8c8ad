import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { delay } from '../run/wait.js';
import type { Fault, Scene } from './fault.js';

export async function killProcess({ stack, harm }: Scene, { target, twice, againMs }: Fault): Promise<void> {
  const pid = await stack.kill(target);
  harm();
  if (!twice) return;
  await stack.replaced(target, pid);
  await delay(againMs);
  await stack.kill(target);
  harm();
}

/** Stopped first, so that it cannot write what is being deleted. */
export async function emptyBroker({ stack, harm }: Scene, fault: Fault): Promise<void> {
  const empty = async (): Promise<number> => {
    const { pid } = await stack.process(stack.broker);
    if (pid === null) throw new Error(`${stack.broker} does not run`);
    process.kill(pid, 'SIGSTOP');
    const folder = join(stack.paths.data, stack.broker);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    process.kill(pid, 'SIGKILL');
    harm();
    return pid;
  };
  const pid = await empty();
  if (!fault.twice) return;
  await stack.replaced(stack.broker, pid);
  await delay(fault.againMs);
  await empty();
}

/** All else goes on without it; whoever notices starts the stack again, which replaces every process. */
export async function killSupervisor({ stack, harm }: Scene, { twice, againMs }: Fault): Promise<void> {
  process.kill(stack.supervisorPid(), 'SIGKILL');
  await delay(againMs);
  harm(); // until now everything went on
  await stack.up();
  if (!twice) return;
  process.kill(stack.supervisorPid(), 'SIGKILL');
  harm();
  await stack.up();
}

/**
 * Holds up every commit of a service by the lock on its sequence, and kills all its replicas while they wait: no
 * change may be there without its event, and no event without its change.
 */
export async function killInCommit(scene: Scene, { target, twice, againMs, lastsMs }: Fault): Promise<void> {
  const { stack, databases, harm } = scene;
  const database = target === 'auth-service' ? 'auth-db' : target === 'user-service' ? 'user-db' : 'tournament-db';
  const kill = (): Promise<void> =>
    databases.transaction(database, async (client) => {
      await client.query('select last_seq from outbox_sequence for update');
      await delay(lastsMs);
      const { processes } = await stack.view();
      const replicas = processes.filter(({ kind, service }) => kind === 'app' && service === target);
      for (const { name } of replicas) await stack.kill(name);
      harm();
      await delay(50);
    });
  await kill();
  if (!twice) return;
  await delay(againMs);
  await kill();
}
