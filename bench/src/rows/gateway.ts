import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort, secrets, sidecarPort } from '../stack.js';

const load = { connections: 32, warmUpMs: 1500, measureMs: 4000 };
const rounds = 7;
/** The cheapest read there is, so that the cost of the way is not hidden behind the cost of the answer. */
const path = '/api/users/health';

/** What the gateway costs: a read through it against the same read straight into its sidecar. */
export async function gateway(): Promise<Line[]> {
  const token = secrets().development['dapr-api-token'] ?? '';
  const direct = { 'dapr-app-id': 'user-service', 'dapr-api-token': token, 'accept-encoding': 'identity' };
  const pairs = await interleave(
    rounds,
    () => runLoad({ ...load, port: gatewayPort, requests: [{ method: 'GET', path }] }),
    () => runLoad({ ...load, port: sidecarPort, requests: [{ method: 'GET', path, headers: direct }] }),
  );
  const shared = { against: 'straight into the sidecar', unit: 'x', detail: { path, ...load, pairs } };
  return [
    {
      what: 'gateway: throughput of an uncached read',
      ...shared,
      value: spreadOf(pairs.map(({ a, b }) => a.perSecond / b.perSecond)),
      goal: { atLeast: 0.85 },
    },
    {
      what: 'gateway: p50 of an uncached read',
      ...shared,
      value: spreadOf(pairs.map(({ a, b }) => a.p50Ms / b.p50Ms)),
      goal: { atMost: 1.2 },
    },
  ];
}
