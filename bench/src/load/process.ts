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
  const start = performance.now() + order.warmUpMs;
  const end = start + order.measureMs;

  async function keepAsking(first: number): Promise<void> {
    const connection = await openConnection(order.port);
    for (let turn = first; performance.now() < end; turn += 1) {
      const begin = performance.now();
      const status = await connection.exchange(requests[turn % requests.length] ?? Buffer.alloc(0));
      const now = performance.now();
      if (now < start || now > end) continue;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 200 && status < 300) latencies.push(now - begin);
    }
    connection.close();
  }

  await Promise.all(Array.from({ length: order.connections }, (_, index) => keepAsking(index)));
  latencies.sort((a, b) => a - b);
  return {
    perSecond: (latencies.length / order.measureMs) * 1000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    statuses,
  };
}

/** Of sorted values; 0 when there are none. */
function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
