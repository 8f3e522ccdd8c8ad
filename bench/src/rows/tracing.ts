import { startUsage } from '../harness/cpu.js';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort, startStack, stopStack } from '../stack.js';

const load = { connections: 32, warmUpMs: 0, measureMs: 4000 };
const warmUpMs = 2000;
const rounds = 3;
const recorded = 0.1;
/** The cheapest read there is, so that the cost of recording is not hidden behind the cost of the answer. */
const path = '/api/users/health';

interface Measured {
  perSecond: number;
  /** Of a core, in all processes together. */
  msPerRequest: number;
  /** The same by process. */
  byProcess: Record<string, number>;
}

/** What traces cost: a read with a tenth of the requests recorded in services and sidecars, against none of them. */
export async function tracing(): Promise<Line[]> {
  const pairs = await interleave(
    rounds,
    () => measure(recorded),
    () => measure(0),
  );
  const detail = { path, ...load, warmUpMs, pairs };
  return [
    {
      what: 'tracing: throughput of an uncached read, 10 % recorded',
      against: 'nothing recorded',
      unit: 'x',
      value: spreadOf(pairs.map(({ a, b }) => a.perSecond / b.perSecond)),
      goal: { atLeast: 0.9 },
      detail,
    },
    {
      // What else the machine does takes time from both, but adds nothing to what a request uses.
      what: 'tracing: time of a core for the same read with nothing recorded',
      against: '10 % recorded',
      unit: 'x',
      value: spreadOf(pairs.map(({ a, b }) => b.msPerRequest / a.msPerRequest)),
      goal: { atLeast: 0.9 },
      detail,
    },
  ];
}

/** On a stack of its own: sidecars read once, at their start, whether they record. */
export async function measure(traced: number): Promise<Measured> {
  await stopStack();
  await startStack([], traced);
  const order = { ...load, port: gatewayPort, requests: [{ method: 'GET', path }] };
  await runLoad({ ...order, measureMs: warmUpMs });
  const used = await startUsage();
  const { perSecond } = await runLoad(order);
  const { cpuMs } = await used();
  const requests = (perSecond * load.measureMs) / 1000;
  const byProcess = Object.fromEntries(Object.entries(cpuMs).map(([name, ms]) => [name, ms / requests]));
  const msPerRequest = Object.values(byProcess).reduce((sum, ms) => sum + ms, 0);
  return { perSecond, msPerRequest, byProcess };
}
