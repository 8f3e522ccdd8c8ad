import { delay } from '../run/wait.js';
import type { Fault, Scene } from './fault.js';

/** Neither dead nor alive for a while. */
export async function hangProcess({ stack, harm }: Scene, { target, twice, lastsMs, againMs }: Fault): Promise<void> {
  const hang = async (): Promise<void> => {
    const { pid } = await stack.process(target);
    if (pid === null) throw new Error(`${target} does not run`);
    process.kill(pid, 'SIGSTOP');
    harm();
    await delay(lastsMs);
    resume(pid);
  };
  await hang();
  if (!twice) return;
  await delay(againMs);
  await hang();
}

/** The supervisor may have replaced what hung. */
export function resume(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
