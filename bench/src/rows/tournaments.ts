import { z } from 'zod';
import { adminToken, call, drawn } from '../api.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import type { RequestSpec } from '../load/messages.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort } from '../stack.js';
import { tournamentList } from './tournament-list.js';

const rounds = 3;
const connections = 32;
/** Tournaments of a round, and how many people are in each: their first matches are reported, each once. */
const many = { tournaments: 32, people: 64 };
const one = { tournaments: 1, people: 1000 };
const paced = { tournaments: 16, people: 64, perSecond: 50 };

const matches = z.array(
  z.object({ id: z.int(), status: z.string(), participant1: z.object({ id: z.int() }).nullable() }),
);

/** Results through the gateway with their events, log, points and next matches; and reading what is large. */
export async function tournaments(): Promise<Line[]> {
  const token = await adminToken();
  const report = async (size: { tournaments: number; people: number; perSecond?: number }) => {
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      const requests = await firstReports(token, size);
      results.push(await runLoad({ connections, port: gatewayPort, requests, once: true, perSecond: size.perSecond }));
    }
    return results;
  };
  const [ofMany, ofOne, ofPaced] = [await report(many), await report(one), await report(paced)];
  const id = await drawn(token, 'Bench', one.people);
  const headers = { authorization: `Bearer ${token}` };
  const bracket = [];
  for (let round = 0; round < rounds; round += 1) {
    const requests = [{ method: 'GET', path: `/api/tournaments/${id}/bracket`, headers }];
    bracket.push(await runLoad({ connections: 1, warmUpMs: 500, measureMs: 2000, port: gatewayPort, requests }));
  }
  const rate = { against: '', unit: '/s' };
  return [
    {
      what: 'results reported, over many tournaments',
      ...rate,
      value: spreadOf(ofMany.map((result) => result.perSecond)),
      goal: { atLeast: 300 },
      detail: { ...many, connections, results: ofMany },
    },
    {
      what: 'results reported, into one tournament',
      ...rate,
      value: spreadOf(ofOne.map((result) => result.perSecond)),
      goal: { atLeast: 60 },
      detail: { ...one, connections, results: ofOne },
    },
    {
      what: `result reported at ${paced.perSecond}/s, p99`,
      against: '',
      unit: 'ms',
      value: spreadOf(ofPaced.map((result) => result.p99Ms)),
      goal: { atMost: 100 },
      detail: { ...paced, results: ofPaced },
    },
    {
      what: `bracket of ${one.people}, uncached, p50`,
      against: '',
      unit: 'ms',
      value: spreadOf(bracket.map((result) => result.p50Ms)),
      goal: { atMost: 100 },
      detail: { results: bracket },
    },
    await tournamentList(),
  ];
}

/** Of all tournaments in turns, so that no two requests one after the other are for the same. */
async function firstReports(
  token: string,
  { tournaments: count, people }: { tournaments: number; people: number },
): Promise<RequestSpec[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const lists: RequestSpec[][] = [];
  for (let index = 0; index < count; index += 1) {
    const id = await drawn(token, 'Bench', people);
    const bracket = matches.parse(await call('GET', `/api/tournaments/${id}/brackets`, undefined, token));
    lists.push(
      bracket.flatMap(({ id: match, status, participant1 }) => {
        if (status !== 'ready' || participant1 === null) return [];
        const path = `/api/tournaments/${id}/bracket/${match}/result`;
        return [{ method: 'PUT', path, headers, body: JSON.stringify({ winner_id: participant1.id, score: '2:0' }) }];
      }),
    );
  }
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_turn, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}
