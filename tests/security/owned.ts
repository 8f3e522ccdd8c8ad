import { call } from '../support/gateway.js';
import type { Cast } from './personas.js';

/** What a request is sent to, and with. */
export interface Probe {
  path: string;
  body?: unknown;
  /** The persona whose thing it is. */
  owner?: string;
}

/** No row has this id: who is let in finds nothing, and nothing happens. */
export const nothing = '2147483647';

/**
 * A thing of somebody for every operation where it matters whose it is, made anew for each request, because some of them
 * take it away. What is asked for is allowed to its owner, so that a refusal is about the asker alone.
 */
export const owned: Record<string, (cast: Cast) => Promise<Probe>> = {
  'GET /api/users/:id': ({ member }) => Promise.resolve({ path: `/api/users/${member.id}`, owner: 'member' }),
  'PUT /api/tournaments/:id/participants': async (cast) => {
    const body = { participants: [{ name: 'Ann', user_id: cast.member.id }] };
    return { path: `${await tournament(cast)}/participants`, body, owner: 'member' };
  },
  'PUT /api/tournaments/:id/bracket/:match_id/result': async (cast) => {
    const { path, match, winner_id } = await refereed(cast);
    return { path: `${path}/bracket/${match}/result`, body: { winner_id }, owner: 'member' };
  },
  'PUT /api/tournaments/:id/bracket/:match_id/call': async (cast) => {
    const { path, match } = await refereed(cast);
    return { path: `${path}/bracket/${match}/call`, body: { court: 'Court 1' }, owner: 'member' };
  },
  'PUT /api/tournaments/:id/bracket/:match_id/live': async (cast) => {
    const { path, match } = await refereed(cast);
    await make(cast, 'POST', `${path}/play`, { command: { type: 'start', match_id: match } });
    return { path: `${path}/bracket/${match}/live`, body: { game: 1, points: [1, 0] }, owner: 'member' };
  },
  'POST /api/tournaments/:id/play': started('play'),
  'POST /api/tournaments/:id/play/preview': started('play/preview'),
  'DELETE /api/tournaments/:id': ofTrainer(''),
  'PATCH /api/tournaments/:id': ofTrainer('', { name: 'Another name' }),
  'POST /api/tournaments/:id/publish': ofTrainer('/publish', {}),
  'POST /api/tournaments/:id/cancel': ofTrainer('/cancel', { reason: 'It rains.' }),
  'POST /api/tournaments/:id/categories': ofTrainer('/categories', { name: 'Under 12' }),
  'PATCH /api/tournaments/:id/categories/:category_id': ofTrainer(`/categories/${nothing}`, { name: 'Under 14' }),
  'DELETE /api/tournaments/:id/categories/:category_id': ofTrainer(`/categories/${nothing}`),
  'PUT /api/tournaments/:id/staff/:user_id': ofTrainer(`/staff/${nothing}`, { role: 'referee', name: 'Ann' }),
  'DELETE /api/tournaments/:id/staff/:user_id': ofTrainer(`/staff/${nothing}`),
  'PUT /api/tournaments/:id/schedule/settings': ofTrainer('/schedule/settings', {}),
  'POST /api/tournaments/:id/courts': ofTrainer('/courts', { name: 'Court 1', open: [] }),
  'PATCH /api/tournaments/:id/courts/:court_id': ofTrainer(`/courts/${nothing}`, { name: 'Court 2' }),
  'DELETE /api/tournaments/:id/courts/:court_id': ofTrainer(`/courts/${nothing}`),
  'GET /api/tournaments/:id/participants/:participant_id/availability': ofMember('/availability', undefined),
  'PUT /api/tournaments/:id/participants/:participant_id/availability': ofMember('/availability', { windows: [] }),
  'PATCH /api/tournaments/seasons/:season_id': season({ name: 'Another season' }),
  'DELETE /api/tournaments/seasons/:season_id': season(),
  'DELETE /api/tournaments/templates/:template_id': template,
  'PATCH /api/tournaments/:id/participants/:participant_id': ofMember('', { name: 'Ann' }),
  'PATCH /api/tournaments/:id/participants/:participant_id/withdraw': ofMember('/withdraw', {}),
  'PUT /api/tournaments/:id/participants/:participant_id/roster': ofMember('/roster', { members: [{ name: 'Ann' }] }),
  'PUT /api/tournaments/:id/participants/:participant_id/check-in': ofMember('/check-in', {}),
};

/** Something that has to work, by the trainer. */
async function make(cast: Cast, method: string, path: string, body?: unknown): Promise<ReturnType<typeof JSON.parse>> {
  const answer = await call(method, path, { token: cast.trainer.token, body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** @returns the path of a tournament of the trainer */
async function tournament(cast: Cast): Promise<string> {
  const body = { name: 'Owned', start_date: '2030-05-01T09:00:00Z' };
  return `/api/tournaments/${(await make(cast, 'POST', '/api/tournaments', body)).tournament.id}`;
}

function ofTrainer(rest: string, body?: unknown): (cast: Cast) => Promise<Probe> {
  return async (cast) => ({ path: `${await tournament(cast)}${rest}`, body, owner: 'trainer' });
}

/** The entry of the member. */
function ofMember(rest: string, body: unknown): (cast: Cast) => Promise<Probe> {
  return async (cast) => {
    const path = await tournament(cast);
    const participants = [{ name: 'Ann', user_id: cast.member.id }];
    const made = await make(cast, 'PUT', `${path}/participants`, { participants });
    return { path: `${path}/participants/${made.participants[0].id}${rest}`, body, owner: 'member' };
  };
}

async function template(cast: Cast): Promise<Probe> {
  const tournament_id = Number((await tournament(cast)).split('/').pop());
  const made = await make(cast, 'POST', '/api/tournaments/templates', { name: 'Owned', tournament_id });
  return { path: `/api/tournaments/templates/${made.id}`, owner: 'trainer' };
}

function started(rest: string): (cast: Cast) => Promise<Probe> {
  return async (cast) => {
    const { path, match } = await refereed(cast);
    return { path: `${path}/${rest}`, body: { command: { type: 'start', match_id: match } }, owner: 'member' };
  };
}

function season(body?: unknown): (cast: Cast) => Promise<Probe> {
  return async (cast) => {
    const span = { starts_at: '2030-01-01T00:00:00Z', ends_at: '2031-01-01T00:00:00Z' };
    const made = await make(cast, 'POST', '/api/tournaments/seasons', { name: 'Owned', ...span, points: [1] });
    return { path: `/api/tournaments/seasons/${made.id}`, body, owner: 'trainer' };
  };
}

/** A match whose referee the member is. */
async function refereed(cast: Cast): Promise<{ path: string; match: number; winner_id: number }> {
  const path = await tournament(cast);
  await make(cast, 'PUT', `${path}/staff/${cast.member.id}`, { role: 'referee', name: 'Ann' });
  const participants = [{ name: 'Bob' }, { name: 'Cleo' }];
  await make(cast, 'PUT', `${path}/participants`, { participants });
  await make(cast, 'POST', `${path}/generate-bracket`);
  const [match] = (await make(cast, 'GET', `${path}/bracket`)).bracket;
  return { path, match: match.id, winner_id: match.participant1.id };
}
