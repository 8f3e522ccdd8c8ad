import { join } from 'node:path';
import { startStack, stopStack, viewStack, stackPaths } from '@gym/dev';
import { startUsage } from '../harness/cpu.js';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import { home as plainHome, resultFolder } from '../stack.js';

/** Short and many: whatever else the machine does falls on both alike. */
const load = { connections: 16, warmUpMs: 300, measureMs: 2000 };
const warmUpMs = 8000;
const rounds = 12;
const recorded = 0.1;
/** Far from the stack of the other benchmarks, which records nothing. */
const offset = 21_000;
const tracedHome = join(resultFolder, 'traced');
/** The cheapest read there is, so that the cost of recording is not hidden behind the cost of the answer. */
const path = '/api/users/health';

interface Measured {
  perSecond: number;
  /** Of a core, in all processes of the stack together. */
  msPerRequest: number;
  /** The same by process. */
  byProcess: Record<string, number>;
}

/** What traces cost: a read with a tenth of the requests recorded, against a stack beside it where nothing is. */
export async function tracing(share: number = recorded): Promise<Line[]> {
  await startStack({ home: tracedHome, offset, traced: share });
  try {
    await measure(tracedHome, warmUpMs);
    await measure(plainHome, warmUpMs);
    const pairs = await interleave(
      rounds,
      () => measure(tracedHome),
      () => measure(plainHome),
    );
    const detail = { path, share, ...load, pairs };
    return [
      {
        what: `tracing: throughput of an uncached read, ${share * 100} % recorded`,
        against: 'nothing recorded',
        unit: 'x',
        value: spreadOf(pairs.map(({ a, b }) => a.perSecond / b.perSecond)),
        goal: { atLeast: 0.9 },
        detail,
      },
      {
        what: 'tracing: time of a core for the same read with nothing recorded',
        against: `${share * 100} % recorded`,
        unit: 'x',
        value: spreadOf(pairs.map(({ a, b }) => b.msPerRequest / a.msPerRequest)),
        goal: { atLeast: 0.9 },
        detail,
      },
    ];
  } finally {
    await stopStack(tracedHome);
  }
}

async function measure(home: string, measureMs: number = load.measureMs): Promise<Measured> {
  const view = await viewStack(stackPaths(home).socket);
  if (view === undefined) throw new Error(`no stack runs in ${home}`);
  const port = view.processes.find(({ name }) => name === 'api-gateway-0')?.port ?? 0;
  const used = await startUsage(view.processes);
  const { perSecond } = await runLoad({ ...load, measureMs, port, requests: [{ method: 'GET', path }] });
  const { cpuMs, ms } = await used();
  // The warm-up is used too, at the same rate.
  const requests = (perSecond * ms) / 1000;
  const byProcess = Object.fromEntries(Object.entries(cpuMs).map(([name, spent]) => [name, spent / requests]));
  const msPerRequest = Object.values(byProcess).reduce((sum, spent) => sum + spent, 0);
  return { perSecond, msPerRequest, byProcess };
}
