import { join } from 'node:path';
import { startStack, stackPaths, stopStack, viewStack } from '@gym/dev';
import { startUsage } from '../harness/cpu.js';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import { resultFolder } from '../stack.js';

/** Short and many: whatever else the machine does falls on both alike. */
const load = { connections: 16, warmUpMs: 300, measureMs: 2000 };
/** Programs that have just started are still being compiled. */
const warmUpMs = 10_000;
const rounds = 10;
/** Of the requests, recorded. */
const share = 0.1;
/** The cheapest read there is, so that the cost of recording is not hidden behind the cost of the answer. */
const path = '/api/users/health';

const places = [
  { home: join(resultFolder, 'one'), offset: 21_000 },
  { home: join(resultFolder, 'other'), offset: 22_000 },
] as const;

interface Measured {
  perSecond: number;
  /** Of a core, in all processes of the stack together. */
  msPerRequest: number;
  /** The same by process. */
  byProcess: Record<string, number>;
}
interface Pair {
  traced: Measured;
  plain: Measured;
}

/**
 * What traces cost: a read with a tenth of the requests recorded, against a stack beside it where nothing is. Two stacks
 * are never quite alike, so they change their parts in the middle, and a value is the mean of before and after.
 */
export async function tracing(): Promise<Line[]> {
  const before = await compare([share, 0]);
  const after = await compare([0, share]);
  const ratios = (of: (pair: Pair) => number): number[] =>
    before.map((pair, round) => Math.sqrt(of(pair) * of(after[round] ?? pair)));
  const detail = { path, share, ...load, before, after };
  return [
    {
      what: `tracing: throughput of an uncached read, ${share * 100} % recorded`,
      against: 'nothing recorded',
      unit: 'x',
      value: spreadOf(ratios(({ traced, plain }) => traced.perSecond / plain.perSecond)),
      goal: { atLeast: 0.9 },
      detail,
    },
    {
      what: 'tracing: time of a core for the same read with nothing recorded',
      against: `${share * 100} % recorded`,
      unit: 'x',
      value: spreadOf(ratios(({ traced, plain }) => plain.msPerRequest / traced.msPerRequest)),
      goal: { atLeast: 0.9 },
      detail,
    },
  ];
}

/** @param shares of the two places, one of which is 0 */
async function compare(shares: readonly [number, number]): Promise<Pair[]> {
  try {
    for (const [index, place] of places.entries()) await startStack({ ...place, traced: shares[index] ?? 0 });
    const [one, other] = places;
    const [traced, plain] = shares[0] > 0 ? [one.home, other.home] : [other.home, one.home];
    for (const home of [traced, plain]) await measure(home, warmUpMs);
    const pairs = await interleave(
      rounds,
      () => measure(traced),
      () => measure(plain),
    );
    return pairs.map(({ a, b }) => ({ traced: a, plain: b }));
  } finally {
    for (const { home } of places) await stopStack(home);
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
