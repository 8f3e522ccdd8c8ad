import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { adminToken, call } from '../api.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import { replicas, secrets, startStack, stopStack, type ReplicaPort } from '../stack.js';

const bans = 100;
/** Milliseconds between two questions to a replica, which is the resolution of the result. */
const probeMs = 10;
/** After this a ban counts as without effect. */
const patienceMs = 15_000;
/** Registrations and logins at once. */
const lanes = 4;
const everythingTwice = ['auth-service', 'user-service', 'tournament-service', 'notification-service'];

/** What every person with a login may ask of each service. */
const questions = new Map([
  ['auth-service', { method: 'GET', path: '/api/auth/sessions?limit=1' }],
  ['user-service', { method: 'GET', path: '/api/users/me' }],
  ['tournament-service', { method: 'GET', path: '/api/tournaments/?limit=1' }],
  ['notification-service', { method: 'POST', path: '/api/notifications/ticket' }],
]);

/** From the request that bans somebody to the first 401 for a token of theirs, at every replica of every service. */
export async function revocation(): Promise<Line[]> {
  await stopStack();
  await startStack(everythingTwice);
  try {
    const targets = (await replicas()).filter(({ service }) => questions.has(service));
    const people = await makePeople();
    const admin = await adminToken();
    const latencies = new Map<string, number[]>(targets.map((target) => [nameOf(target), []]));
    for (const person of people) {
      for (const target of targets) {
        const status = await ask(target, person.token);
        if (status !== 200) throw new Error(`${nameOf(target)} answers ${status} before the ban`);
      }
      const begin = performance.now();
      const probes = targets.map(async (target) => {
        latencies.get(nameOf(target))?.push((await firstRefusal(target, person.token)) - begin);
      });
      await Promise.all([call('PATCH', '/api/users/ban', { user_id: person.id }, admin), ...probes]);
    }
    const all = [...latencies.values()].flat().toSorted((a, b) => a - b);
    const detail = {
      bans,
      replicas: targets.length,
      probeMs,
      p50Ms: quantile(all, 0.5),
      p99Ms: quantile(all, 0.99),
      maxMs: all.at(-1),
      medianByReplica: Object.fromEntries([...latencies].map(([name, values]) => [name, spreadOf(values).median])),
    };
    return [
      line('p50 from a ban to 401, all replicas', quantile(all, 0.5), 250, detail),
      line('p99 from a ban to 401, all replicas', quantile(all, 0.99), 1000, detail),
    ];
  } finally {
    await stopStack();
    await startStack();
  }
}

function line(what: string, ms: number, atMost: number, detail: Record<string, unknown>): Line {
  return { what, against: '', unit: 'ms', value: spreadOf([ms]), goal: { atMost }, detail };
}

const nameOf = ({ service, replica }: ReplicaPort): string => `${service}-${replica}`;

async function ask({ service, port }: ReplicaPort, token: string): Promise<number> {
  const { method, path } = questions.get(service) ?? { method: 'GET', path: '/' };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'dapr-api-token': secrets().development['app-api-token'] ?? '' },
  });
  await response.arrayBuffer();
  return response.status;
}

/** @returns when, as `performance.now()` says */
async function firstRefusal(target: ReplicaPort, token: string): Promise<number> {
  const deadline = performance.now() + patienceMs;
  while ((await ask(target, token)) !== 401) {
    if (performance.now() > deadline) throw new Error(`${nameOf(target)} goes on accepting a banned person`);
    await pause(probeMs);
  }
  return performance.now();
}

const session = z.object({ access_token: z.string(), user: z.object({ id: z.int() }) });

async function makePeople(): Promise<{ id: number; token: string }[]> {
  const people: { id: number; token: string }[] = [];
  const stamp = Date.now().toString(36);
  async function lane(first: number): Promise<void> {
    for (let number = first; number < bans; number += lanes) {
      const credentials = { email: `ban${number}-${stamp}@gym.test`, password: 'correct horse 1' };
      await call('POST', '/api/auth/register', { ...credentials, full_name: `Person ${number}` });
      const { access_token, user } = session.parse(await call('POST', '/api/auth/login', credentials));
      people.push({ id: user.id, token: access_token });
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  return people;
}

function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
