import type { StackUnderTest } from '../run/stack-under-test.js';
import type { Databases } from '../run/databases.js';
import type { Violations } from '../run/violations.js';
import { becomesTrue } from '../run/wait.js';
import type { Availability } from './availability.js';
import { behind, lastSequences, type Marks } from './positions.js';

/** Recovery without a human, ms. */
export const limitMs = 30_000;
/** How long it is waited for nevertheless, so that the next fault finds a whole system. */
const patienceMs = 90_000;

export interface Recovery {
  /** From the fault until all kinds of requests work for good. */
  outageMs: number;
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
 * @param startedAt when the fault began
 * @param endedAt when nothing more was done by it
 */
export async function awaitRecovery(deps: Deps, name: string, startedAt: number, endedAt: number): Promise<Recovery> {
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
  if (outage.ms > limitMs)
    violations.add('slow', 'recovery', `${name}: "${outage.kind}" took ${outage.ms} ms to work again`);

  const { catchUpMs, late } = await catchingUp;
  if (late.length > 0) violations.add('slow', 'recovery', `${name}: after ${catchUpMs} ms ${late.join('; ')}`);
  return { outageMs: outage.ms, worst: outage.kind, catchUpMs };
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
