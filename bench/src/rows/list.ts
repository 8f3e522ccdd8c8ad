import { adminToken, createTournament, drawn } from '../api.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import { runLoad } from '../load/run-load.js';
import { gatewayPort } from '../stack.js';

/**
 * Requests per second of the replaced system (Flask, development server) for its tournament list through its gateway
 * with an empty database, wrk with 32 connections on 2 cores; p50 67 ms. Measured once; that system is not started here.
 */
const floorPerSecond = 466;
const load = { connections: 32, warmUpMs: 1500, measureMs: 4000 };
const rounds = 5;
const tournaments = 10;
const entrants = 8;

/** Tournament list and bracket in turns, with a token and SQL, against the system this one replaces. */
export async function list(): Promise<Line[]> {
  const token = await adminToken();
  const id = await createTournaments(token);
  const headers = { authorization: `Bearer ${token}` };
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    const requests = ['/api/tournaments?limit=20', `/api/tournaments/${id}/bracket`].map((path) => ({
      method: 'GET',
      path,
      headers,
    }));
    results.push(await runLoad({ ...load, port: gatewayPort, requests }));
  }
  return [
    {
      what: 'tournament list and bracket through the gateway',
      against: `replaced system: ${floorPerSecond}/s`,
      unit: 'x',
      value: spreadOf(results.map((result) => result.perSecond / floorPerSecond)),
      goal: { atLeast: 5 },
      detail: { floorPerSecond, tournaments, entrants, ...load, results },
    },
  ];
}

/** @returns the id of the last one, which has a bracket */
async function createTournaments(token: string): Promise<number> {
  for (let index = 1; index < tournaments; index += 1) await createTournament(token, `Bench ${index}`, entrants);
  return drawn(token, `Bench ${tournaments}`, entrants);
}
