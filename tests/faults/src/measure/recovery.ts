import type { StackUnderTest } from '../run/stack-under-test.js';
import type { Databases } from '../run/databases.js';
import type { Violations } from '../run/violations.js';
import { becomesTrue } from '../run/wait.js';
import type { Availability } from './availability.js';
import { behind, lastSequences, type Marks } from './positions.js';

/** Recovery without a human, ms after something was broken for the last time. */
export const limitMs = 30_000;
/** How long it is waited for nevertheless, so that the next fault finds a whole system. */
const patienceMs = 90_000;

export interface Recovery {
  /** From the first harm until all kinds of requests work for good. */
  outageMs: number;
  /** The same from the last harm; this is what is limited. */
  recoveryMs: number;
  /** The kind that took longest. */
  worst: string | undefined;
  /** From the end of the fault until every consumer has what was said by then. */
  catchUpMs: number;
}

interface Deps {
  stack: StackUnderTest;
  databases: Databases;
  availability: Availability;
  violations: Violations;
}

/**
 * @param name of the fault, for the report
 * @param times when the fault began, when it broke something for the last time, and when it did nothing more
 */
export async function awaitRecovery(
  deps: Deps,
  name: string,
  { startedAt, harmedAt, endedAt }: { startedAt: number; harmedAt: number; endedAt: number },
): Promise<Recovery> {
  const { stack, databases, availability, violations } = deps;
  const catchingUp = catchUp(databases, endedAt);
  const isReady = async (): Promise<boolean> => (await stack.view()).processes.every(({ state }) => state === 'ready');
  if (!(await becomesTrue(isReady, patienceMs))) {
    const waiting = (await stack.view()).processes.filter(({ state }) => state !== 'ready');
    violations.add(
      'slow',
      'recovery',
      `${name}: ${waiting.map((item) => `${item.name} is ${item.state} (${item.reason})`).join('; ')}`,
    );
  }
  const readyAt = Date.now();
  if (!(await becomesTrue(() => availability.missing(readyAt).length === 0, patienceMs))) {
    violations.add(
      'refused',
      'recovery',
      `${name}: these never worked again: ${availability.missing(readyAt).join(', ')}`,
    );
  }
  const outage = availability.outage(startedAt);
  const recovery = availability.outage(harmedAt);
  if (recovery.ms > limitMs)
    violations.add('slow', 'recovery', `${name}: "${recovery.kind}" took ${recovery.ms} ms to work again`);

  const { catchUpMs, late } = await catchingUp;
  if (late.length > 0) violations.add('slow', 'recovery', `${name}: after ${catchUpMs} ms ${late.join('; ')}`);
  return { outageMs: outage.ms, worst: outage.kind, recoveryMs: recovery.ms, catchUpMs };
}

/** What was said until the end of the fault: when has everybody heard it? */
async function catchUp(databases: Databases, endedAt: number): Promise<{ catchUpMs: number; late: string[] }> {
  let marks: Marks | undefined;
  let late: string[] = [];
  const hasCaughtUp = async (): Promise<boolean> => {
    marks ??= await lastSequences(databases);
    late = await behind(databases, marks);
    return late.length === 0;
  };
  await becomesTrue(hasCaughtUp, limitMs, 50);
  return { catchUpMs: Date.now() - endedAt, late };
}
