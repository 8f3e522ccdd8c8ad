import { fileURLToPath } from 'node:url';
import type {
  Estimate,
  estimate,
  EstimateInput,
  planSchedule,
  Replan,
  replan,
  ReplanInput,
  Schedule,
  ScheduleInput,
} from '@gym/tournament-engine';
import { unavailable } from '@gym/service-kit/errors';
import { Piscina } from 'piscina';

/** Plans in threads of its own: large plans take up to a second, in which this process has to answer others. */
export interface Planner {
  /** @throws AppError 503 when too many plans are waiting */
  plan(input: ScheduleInput): Promise<Schedule>;
  replan(input: ReplanInput): Promise<Replan>;
  estimate(input: EstimateInput): Promise<Estimate>;
  close(): Promise<void>;
}

const mostWaiting = 20;

interface Tasks {
  estimate: typeof estimate;
  planSchedule: typeof planSchedule;
  replan: typeof replan;
}

/** A thread is started when there is work, and ends when there was none for a minute. Estimates need not wait for a plan. */
export function createPlanner(): Planner {
  const pool = new Piscina({
    // Compiled, also when this file runs from its source.
    filename: fileURLToPath(new URL('../../dist/schedule/worker.js', import.meta.url)),
    minThreads: 0,
    maxThreads: 2,
    maxQueue: mostWaiting,
    idleTimeout: 60_000,
  });
  async function run<Name extends keyof Tasks>(
    name: Name,
    input: Parameters<Tasks[Name]>[0],
  ): Promise<ReturnType<Tasks[Name]>> {
    if (pool.queueSize >= mostWaiting) throw unavailable('Too many schedules are being planned.');
    return pool.run(input, { name });
  }
  return {
    plan: (input) => run('planSchedule', input),
    replan: (input) => run('replan', input),
    estimate: (input) => run('estimate', input),
    close: () => pool.close({ force: true }),
  };
}
