import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import type { LoadResult } from '../load/messages.js';
import { gatewayPort, startStack, stopStack } from '../stack.js';

const load = { connections: 32, warmUpMs: 2000, measureMs: 4000 };
const rounds = 3;
const recorded = 0.1;
/** The cheapest read there is, so that the cost of recording is not hidden behind the cost of the answer. */
const path = '/api/users/health';

/** What traces cost: a read with a tenth of the requests recorded in services and sidecars, against none of them. */
export async function tracing(): Promise<Line[]> {
  const pairs = await interleave(
    rounds,
    () => measure(recorded),
    () => measure(0),
  );
  return [
    {
      what: 'tracing: throughput of an uncached read, 10 % recorded',
      against: 'nothing recorded',
      unit: 'x',
      value: spreadOf(pairs.map(({ a, b }) => a.perSecond / b.perSecond)),
      goal: { atLeast: 0.9 },
      detail: { path, ...load, pairs },
    },
  ];
}

/** On a stack of its own: sidecars read once, at their start, whether they record. */
async function measure(traced: number): Promise<LoadResult> {
  await stopStack();
  await startStack([], traced);
  return runLoad({ ...load, port: gatewayPort, requests: [{ method: 'GET', path }] });
}
