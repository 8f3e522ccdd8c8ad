import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { call } from '../api.js';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort } from '../stack.js';

const bareProgram = fileURLToPath(new URL('./bare-bcrypt.js', import.meta.url));
const load = { connections: 8, warmUpMs: 1000, measureMs: 8000 };
const rounds = 3;
const othersLoad = { connections: 4, warmUpMs: 1000, measureMs: 8000 };

/** Logins against the bare rate of bcrypt, and what other requests feel of a queue of logins. */
export async function login(): Promise<Line[]> {
  const requests = (await registerPeople()).map((credentials) => ({
    method: 'POST',
    path: '/api/auth/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  }));
  const logins = (): ReturnType<typeof runLoad> => runLoad({ ...load, port: gatewayPort, requests });
  const pairs = await interleave(rounds, async () => (await logins()).perSecond, barePerSecond);
  const others = [];
  for (let round = 0; round < rounds; round += 1) {
    const path = '/api/users/health';
    const busy = logins();
    others.push(await runLoad({ ...othersLoad, port: gatewayPort, requests: [{ method: 'GET', path }] }));
    await busy;
  }
  return [
    {
      what: 'logins through the gateway',
      against: 'bcrypt.compare at cost 12',
      unit: 'x',
      value: spreadOf(pairs.map(({ a, b }) => a / b)),
      goal: { atLeast: 0.9 },
      detail: { ...load, loginsPerSecond: pairs.map(({ a }) => a), barePerSecond: pairs.map(({ b }) => b) },
    },
    {
      what: 'p99 of other requests while logins queue',
      against: '',
      unit: 'ms',
      value: spreadOf(others.map((result) => result.p99Ms)),
      goal: { atMost: 100 },
      detail: { ...othersLoad, others },
    },
  ];
}

/** One for each connection: many logins at once into one account would be throttled. */
async function registerPeople(): Promise<{ email: string; password: string }[]> {
  const run = Date.now().toString(36);
  const people = Array.from({ length: load.connections }, (_, at) => ({
    email: `login-${run}-${at}@bench.test`,
    password: 'correct horse 1',
  }));
  for (const person of people) await call('POST', '/api/auth/register', { ...person, full_name: 'Bench' });
  return people;
}

async function barePerSecond(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [bareProgram, String(load.measureMs)]);
  return Number(stdout);
}
