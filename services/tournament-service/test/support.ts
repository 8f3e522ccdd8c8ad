import type { tournamentsApi } from '@gym/contracts';
import { startTestService, type Answer, type CallOptions, type TestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';

export interface World {
  service: TestService;
  trainer: string;
  admin: string;
  member(id: number): string;
  call(method: string, path: string, token?: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  create(fields?: object, token?: string): Promise<number>;
  /** A tournament with that many guests in it. @returns its id and those of the participants */
  filled(guests: number, fields?: object): Promise<{ id: number; participants: number[] }>;
  draw(guests: number, fields?: object): Promise<Drawn>;
  /** A draw of people with these accounts. */
  drawMembers(users: number[], fields?: object): Promise<Drawn>;
  bracket(id: number): Promise<tournamentsApi.Match[]>;
  result(id: number, matchId: number, winnerId: number, score?: string): Promise<Answer>;
  /** Types and payloads of the events of a tournament, in order. */
  events(id: number): Promise<{ type: string; payload: Record<string, unknown> }[]>;
}

interface Drawn {
  id: number;
  participants: number[];
  bracket: tournamentsApi.Match[];
}

export const root = '/api/tournaments';

/** Sorted, as concurrent answers come in any order. */
export function statuses(answers: Answer[]): number[] {
  return answers.map((answer) => answer.status).toSorted((a, b) => a - b);
}

/** The service next to its sidecar, and the steps that tests take again and again. */
export async function startWorld(): Promise<World> {
  return worldOf(await startTestService('tournament-service', createService, { database: 'tournament-db' }));
}

export function worldOf(service: TestService): World {
  const trainer = service.tokenFor({ id: 2, role: 'trainer' });

  function call(
    method: string,
    path: string,
    token?: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const options: CallOptions = { token, headers, ...(body !== undefined && { body }) };
    return service.call(method, `${root}${path}`, options);
  }
  async function create(fields: object = {}, token = trainer): Promise<number> {
    const start = { name: 'Spring cup', start_date: '2026-04-01T18:00:00+02:00', max_participants: 64 };
    const answer = await call('POST', '/', token, { ...start, ...fields });
    expect(answer.status).toBe(201);
    return answer.body.tournament.id;
  }
  const guestsOf = (count: number) =>
    Array.from({ length: count }, (_guest, index) => ({ name: `Guest ${index + 1}` }));
  async function filledWith(participants: object[], fields: object = {}): Promise<Omit<Drawn, 'bracket'>> {
    const id = await create(fields);
    const answer = await call('PUT', `/${id}/participants`, trainer, { participants });
    expect(answer.status).toBe(200);
    return { id, participants: answer.body.participants.map((row: { id: number }) => row.id) };
  }
  const bracket = async (id: number): Promise<tournamentsApi.Match[]> =>
    (await call('GET', `/${id}/brackets`, trainer)).body;

  async function drawn(tournament: Omit<Drawn, 'bracket'>): Promise<Drawn> {
    expect((await call('POST', `/${tournament.id}/generate-bracket`, trainer)).status).toBe(200);
    return { ...tournament, bracket: await bracket(tournament.id) };
  }

  return {
    service,
    trainer,
    admin: service.tokenFor({ id: 1, role: 'admin' }),
    member: (id) => service.tokenFor({ id, role: 'member' }),
    call,
    create,
    filled: (guests, fields) => filledWith(guestsOf(guests), fields),
    bracket,
    draw: async (guests, fields) => drawn(await filledWith(guestsOf(guests), fields)),
    async drawMembers(users, fields) {
      const members = users.map((user_id) => ({ name: `Member ${user_id}`, user_id }));
      return drawn(await filledWith(members, fields));
    },
    result: (id, matchId, winnerId, score) =>
      call('PUT', `/${id}/bracket/${matchId}/result`, trainer, { winner_id: winnerId, ...(score && { score }) }),
    async events(id) {
      return service.sql(
        `select event->>'type' as type, event->'data'->'payload' as payload from outbox where subject = $1 order by seq`,
        [String(id)],
      );
    },
  };
}
