import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { adminCredentials, adminToken, call, drawn } from '../api.js';
import { startUsage, type Usage } from '../harness/cpu.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import type { LoadOrder, RequestSpec } from '../load/messages.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort } from '../stack.js';

const rounds = 3;
const load = { warmUpMs: 0, measureMs: 4000 };
const idleMs = 4000;

interface RequestClass {
  what: string;
  connections: number;
  requests: RequestSpec[];
  /** What docs/scale.md plans with, ms of a core in all processes together. */
  planned: number;
}

/** Processor time of a request, in the gateway, sidecars, services, PostgreSQL and Redis together and each. */
export async function requestCost(): Promise<Line[]> {
  const classes = await requestClasses();
  const measured = new Map(classes.map(({ what }): [string, Record<string, number>[]] => [what, []]));
  for (const item of classes) await runLoad({ ...orderOf(item), measureMs: 2000 });
  for (let round = 0; round < rounds; round += 1) {
    // What goes on without any request, such as polls and probes, is no part of one.
    const idle = await usageOf(() => pause(idleMs));
    for (const item of classes) measured.get(item.what)?.push(await costOf(item, idle));
  }
  return classes.map(({ what, connections, planned }) => {
    const all = measured.get(what) ?? [];
    return {
      what: `${what}: time of a core per request, all processes`,
      against: 'docs/scale.md',
      unit: 'ms',
      value: spreadOf(all.map((byProcess) => Object.values(byProcess).reduce((sum, ms) => sum + ms, 0))),
      goal: { atMost: planned },
      detail: { connections, ...load, byProcess: all },
    };
  });
}

function orderOf({ connections, requests }: RequestClass): LoadOrder {
  return { ...load, connections, requests, port: gatewayPort };
}

async function usageOf(work: () => Promise<void>): Promise<Usage> {
  const used = await startUsage();
  await work();
  return used();
}

/** @returns ms per request by process */
async function costOf(item: RequestClass, idle: Usage): Promise<Record<string, number>> {
  let answered = 0;
  const usage = await usageOf(async () => {
    const { statuses } = await runLoad(orderOf(item));
    answered = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  });
  const idleShare = usage.ms / idle.ms;
  return Object.fromEntries(
    Object.entries(usage.cpuMs).map(([name, ms]) => [name, (ms - (idle.cpuMs[name] ?? 0) * idleShare) / answered]),
  );
}

const bracket = z.array(z.object({ id: z.int(), participant1: z.object({ id: z.int() }).nullable() }));
const scoresPerMatch = 20;

async function requestClasses(): Promise<RequestClass[]> {
  const token = await adminToken();
  const authorized = { authorization: `Bearer ${token}` };
  const json = { 'content-type': 'application/json' };
  const id = await drawn(token, 'Cost of a request', 64);
  const matches = bracket.parse(await call('GET', `/api/tournaments/${id}/brackets`, undefined, token));
  const results = Array.from({ length: scoresPerMatch }, (_, score) =>
    matches.flatMap(({ id: match, participant1 }) =>
      participant1 === null
        ? []
        : {
            method: 'PUT',
            path: `/api/tournaments/${id}/bracket/${match}/result`,
            headers: { ...authorized, ...json },
            body: JSON.stringify({ winner_id: participant1.id, score: `21:${score}` }),
          },
    ),
  ).flat();
  const get = (path: string): RequestSpec[] => [{ method: 'GET', path, headers: authorized }];
  const post = (path: string, body: unknown): RequestSpec[] => [
    { method: 'POST', path, headers: { ...authorized, ...json }, body: JSON.stringify(body) },
  ];
  return [
    { what: 'health', connections: 16, planned: 2, requests: get('/api/users/health') },
    { what: 'own profile', connections: 16, planned: 3.5, requests: get('/api/users/me') },
    { what: 'page of tournaments', connections: 16, planned: 3, requests: get('/api/tournaments?limit=20') },
    { what: 'bracket of 64', connections: 16, planned: 10, requests: get(`/api/tournaments/${id}/bracket`) },
    {
      what: 'public bracket of 64 from memory',
      connections: 16,
      planned: 0.5,
      requests: get(`/api/public/tournaments/${id}/bracket`),
    },
    { what: 'ticket for a socket', connections: 8, planned: 5, requests: post('/api/notifications/ticket', {}) },
    { what: 'result with its events', connections: 4, planned: 12, requests: results },
    { what: 'login', connections: 2, planned: 550, requests: post('/api/auth/login', adminCredentials()) },
  ];
}
