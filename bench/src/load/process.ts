import { openConnection, requestBytes } from './connection.js';
import { loadOrder, type LoadResult } from './messages.js';

/** The load process: takes one order from its parent, answers with what it measured, and ends. */
process.once('message', (message) => {
  run(loadOrder.parse(message)).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function run(order: ReturnType<typeof loadOrder.parse>): Promise<LoadResult> {
  const requests = order.requests.map(({ body, ...request }) =>
    requestBytes({ ...request, ...(body === undefined ? {} : { body }) }),
  );
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const begun = performance.now();
  const start = begun + order.warmUpMs;
  const end = start + order.measureMs;
  let sent = 0;

  /** The next request and when it was to be sent, from which on people wait; undefined when there is none. */
  async function next(turn: number): Promise<{ request: Buffer; due: number } | undefined> {
    const at = order.once ? sent++ : turn % requests.length;
    const request = requests[at];
    if (request === undefined || performance.now() >= end) return undefined;
    if (order.perSecond === undefined) return { request, due: performance.now() };
    const due = begun + (at * 1000) / order.perSecond;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    return { request, due };
  }

  async function keepAsking(first: number): Promise<void> {
    const connection = await openConnection(order.port);
    for (let turn = first; ; turn += 1) {
      const one = await next(turn);
      if (one === undefined) break;
      const status = await connection.exchange(one.request);
      const now = performance.now();
      if (now < start || now > end) continue;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 200 && status < 300) latencies.push(now - one.due);
    }
    connection.close();
  }

  await Promise.all(Array.from({ length: order.connections }, (_, index) => keepAsking(index)));
  const measuredMs = order.once ? performance.now() - begun : order.measureMs;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: (latencies.length / measuredMs) * 1000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    statuses,
  };
}

/** Of sorted values; 0 when there are none. */
function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
