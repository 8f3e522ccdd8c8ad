import { delay } from '../run/wait.js';
import { appendForeign } from './foreign-events.js';
import type { Fault, Scene } from './fault.js';
import { resume } from './hang.js';

const events = 3000;
export const noiseType = 'gym.faults.noise.v1';

/** The broker takes nothing for a while, and much is to be said: what nobody handles holds up what matters. */
export async function pileUp({ stack, databases, harm }: Scene, fault: Fault): Promise<void> {
  const pile = async (): Promise<void> => {
    const { pid } = await stack.process(stack.broker);
    if (pid === null) throw new Error(`${stack.broker} does not run`);
    process.kill(pid, 'SIGSTOP');
    harm();
    try {
      const noise = { topic: 'users', source: 'user-service', type: noiseType, subject: 'noise', payload: {} };
      await appendForeign(databases, 'user-db', noise, events);
      await delay(fault.lastsMs);
    } finally {
      resume(pid);
    }
  };
  await pile();
  if (!fault.twice) return;
  await delay(fault.againMs);
  await pile();
}
