import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { adminToken, call, drawn } from '../api.js';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import type { LoadResult } from '../load/messages.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort, replicas, secrets } from '../stack.js';

const load = { connections: 32, warmUpMs: 1000, measureMs: 4000 };
const alone = { connections: 1, warmUpMs: 1000, measureMs: 3000 };
const rounds = 5;
/** While a bracket is watched, a result comes in this often. */
const resultMs = 250;

const bracket = z.object({
  matches: z.array(z.object({ id: z.int(), status: z.string(), participant1_id: z.int().nullable() })),
});

/** What spectators get: a live bracket and a large one from the gateway, against Express and http-proxy without Dapr. */
export async function spectators(): Promise<Line[]> {
  const token = await adminToken();
  const [live, large] = [await drawn(token, 'Watched 64', 64), await drawn(token, 'Watched 1000', 1000)];
  const proxy = await startProxy();
  const ask = (port: number, id: number, shape: typeof load, zipped = false): Promise<LoadResult> => {
    const headers = zipped ? { 'accept-encoding': 'gzip' } : {};
    return runLoad({ ...shape, port, requests: [{ method: 'GET', path: pathOf(id), headers }] });
  };
  const playing = play(live, token);
  try {
    const pairs = await interleave(
      rounds,
      () => ask(gatewayPort, live, load),
      () => ask(proxy.port, live, load),
    );
    await playing.stop();
    const whole = await interleave(
      rounds,
      () => ask(gatewayPort, large, alone, true),
      () => ask(proxy.port, large, alone),
    );
    return [
      {
        what: 'gateway: live bracket of 64, a result every 250 ms',
        against: 'Express + http-proxy without Dapr',
        unit: 'x',
        value: spreadOf(pairs.map(({ a, b }) => a.perSecond / b.perSecond)),
        goal: { atLeast: 2 },
        detail: { ...load, resultMs, results: playing.count(), pairs },
      },
      {
        what: 'gateway: kept bracket of 1,000, whole answer p50',
        against: 'goal for its first byte',
        unit: 'ms',
        value: spreadOf(whole.map(({ a }) => a.p50Ms)),
        goal: { atMost: 5 },
        detail: { ...alone, whole },
      },
      {
        what: 'tournament-service: bracket of 1,000 read anew, whole answer p50',
        against: 'goal for its first byte',
        unit: 'ms',
        value: spreadOf(whole.map(({ b }) => b.p50Ms)),
        goal: { atMost: 100 },
        detail: { ...alone, whole },
      },
    ];
  } finally {
    await playing.stop();
    proxy.stop();
  }
}

const pathOf = (id: number): string => `/api/public/tournaments/${id}/bracket`;

/** Reports results one after the other, and over again as corrections, until it is stopped. */
function play(id: number, token: string): { stop(): Promise<void>; count(): number } {
  let isOver = false;
  let results = 0;
  async function run(): Promise<void> {
    const { matches } = bracket.parse(await call('GET', pathOf(id)));
    const ready = matches.filter(({ status }) => status === 'ready');
    for (let turn = 0; !isOver && ready.length > 0; turn += 1) {
      const match = ready[turn % ready.length];
      const body = { winner_id: match?.participant1_id, score: `${turn}:0` };
      await call('PUT', `/api/tournaments/${id}/bracket/${match?.id}/result`, body, token);
      results += 1;
      await new Promise((resolve) => setTimeout(resolve, resultMs));
    }
  }
  const running = run();
  return {
    count: () => results,
    async stop() {
      isOver = true;
      await running;
    },
  };
}

async function startProxy(): Promise<{ port: number; stop(): void }> {
  const service = (await replicas()).find((replica) => replica.service === 'tournament-service');
  const child = fork(fileURLToPath(new URL('./express-proxy.js', import.meta.url)));
  const ready = once(child, 'message');
  const token = secrets().development['app-api-token'] ?? '';
  child.send({ target: `http://127.0.0.1:${service?.port}`, token });
  const [{ port }] = z.tuple([z.object({ port: z.int() })], z.unknown()).parse(await ready);
  return { port, stop: () => void child.kill() };
}
