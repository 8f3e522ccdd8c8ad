import { z } from 'zod';
import { gatewayPort, secrets } from './stack.js';

/** A call through the gateway, for setting up what is measured. @throws for any answer but 2xx */
export async function call(method: string, path: string, body?: unknown, token?: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${gatewayPort}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** An access token of the root admin. */
export async function adminToken(): Promise<string> {
  const answer = await call('POST', '/api/auth/login', adminCredentials());
  return z.object({ access_token: z.string() }).parse(answer).access_token;
}

export function adminCredentials(): { email: string; password: string } {
  const { email, password } = secrets().admin;
  return { email, password };
}

const created = z.object({ tournament: z.object({ id: z.int() }) });

/** @returns the id of a new tournament with nobody in it yet */
export async function createTournament(token: string, name: string, entrants: number): Promise<number> {
  const body = { name, start_date: '2030-01-01T10:00:00Z', max_participants: entrants };
  return created.parse(await call('POST', '/api/tournaments', body, token)).tournament.id;
}

/** @returns the id of a new tournament with a drawn bracket, a single elimination of so many guests */
export async function drawn(token: string, name: string, entrants: number): Promise<number> {
  const id = await createTournament(token, name, entrants);
  const participants = Array.from({ length: entrants }, (_, index) => ({ name: `Entrant ${index}` }));
  await call('PUT', `/api/tournaments/${id}/participants`, { participants }, token);
  await call('POST', `/api/tournaments/${id}/generate-bracket`, undefined, token);
  return id;
}
