import { userEvents } from '@gym/contracts';
import { eventOf, type Answer } from '../../../tests/support/service.js';
import { rateDraw, type RatingBefore } from '../src/domain/rate-draw.js';
import { completionOf, listGames } from '../src/store/ratings.js';
import { databaseOf } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const get = (path: string, token = world.member(9)): Promise<Answer> => world.call('GET', path, token);

/** A tournament of people with accounts in which the first one of every match wins. @returns its id and its matches */
async function played(users: number[], fields: object = {}): Promise<{ id: number; matches: number[] }> {
  const { id } = await world.drawMembers(users, { tournament_type: 'round_robin', ...fields });
  const matches: number[] = [];
  for (let open = await ready(id); open.length > 0; open = await ready(id)) {
    for (const match of open) {
      const [one, other] = [match.participant1, match.participant2];
      // The one who was entered first wins.
      const winner = (one?.seed ?? 0) < (other?.seed ?? 0) ? one : other;
      expect((await world.result(id, match.id, winner?.id ?? 0, '2:0')).status).toBe(200);
      matches.push(match.id);
    }
  }
  return { id, matches };
}
const ready = async (id: number) => (await world.bracket(id)).filter(({ status }) => status === 'ready');

async function ratingsSettled(): Promise<void> {
  for (;;) {
    const [row] = await world.service.sql<{ left: number }>('select count(*)::int as left from rating_queue');
    if (row?.left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every rating as a fresh run over all draws gives it, by user, oldest first. */
async function ratedFresh(): Promise<Map<number, number[]>> {
  const db = databaseOf(world);
  const draws = await world.service.sql<{ id: number }>(
    'select id from draws where completed_at is not null order by completed_at, id',
  );
  const latest = new Map<number, RatingBefore>();
  const curves = new Map<number, number[]>();
  for (const { id } of draws) {
    const at = (await completionOf(db, id)) ?? new Date();
    for (const { user_id, games: _games, ...rating } of rateDraw(await listGames(db, id), latest, at)) {
      latest.set(user_id, { ...rating, at });
      curves.set(user_id, [...(curves.get(user_id) ?? []), rating.rating]);
    }
  }
  return curves;
}

async function curveOf(user: number): Promise<number[]> {
  const { body } = await get(`/players/${user}/ratings`);
  return body.items.map((point: { rating: number }) => point.rating).toReversed();
}

describe('the podium', () => {
  it('has the first three once the draw is over', async () => {
    const id = await world.create();
    expect((await get(`/${id}/podium`)).body).toEqual({ draws: [] });
    const { id: over } = await played([101, 102, 103, 104]);
    const { draws } = (await get(`/${over}/podium`)).body;
    expect(draws).toMatchObject([{ category_id: null, is_completed: true }]);
    expect(draws[0].places.map((place: { rank: number; user_id: number }) => [place.rank, place.user_id])).toEqual([
      [1, 101],
      [2, 102],
      [3, 103],
    ]);
  });
});

describe('a season', () => {
  const season = (fields: object = {}): Promise<Answer> =>
    world.call('POST', '/seasons', world.trainer, {
      name: 'Spring',
      starts_at: '2040-01-01T00:00:00Z',
      ends_at: '2040-07-01T00:00:00Z',
      points: [10, 6, 1],
      ...fields,
    });

  it('adds up what places in its tournaments are worth, and follows corrections at once', async () => {
    const { body } = await season();
    const first = await played([201, 202, 203, 204], { start_date: '2040-02-01T10:00:00Z' });
    await played([202, 201, 205], { start_date: '2040-06-30T10:00:00Z' });
    await played([203, 201], { start_date: '2040-07-01T00:00:00Z' });
    const places = async (): Promise<[number, number, number][]> =>
      (await world.call('GET', `/seasons/${body.id}/leaderboard`)).body.items.map(
        (row: { rank: number; user_id: number; points: number }) => [row.rank, row.user_id, row.points],
      );
    expect(await places()).toEqual([
      [1, 201, 16],
      [1, 202, 16],
      [3, 203, 1],
      [3, 205, 1],
    ]);
    const old = await world.call('GET', `/leaderboard?season_id=${body.id}`);
    expect(old.body[0]).toEqual({ user_id: 201, user_name: 'Member 201', total_score: 16, tournaments: 2 });
    // 204 had lost all three.
    const lost = (await world.bracket(first.id)).flatMap(({ id, participant1, participant2 }) => {
      const last = [participant1, participant2].find((side) => side?.user_id === 204);
      return last ? [{ id, last }] : [];
    });
    for (const { id, last } of lost) expect((await world.result(first.id, id, last.id)).status).toBe(200);
    expect(await places()).toEqual([
      [1, 201, 12],
      [2, 202, 11],
      [3, 204, 10],
      [4, 205, 1],
    ]);
  });

  it('counts the best results only, page by page', async () => {
    const { body } = await season({ starts_at: '2041-01-01T00:00:00Z', ends_at: '2042-01-01T00:00:00Z', counting: 1 });
    await played([211, 212], { start_date: '2041-02-01T10:00:00Z' });
    await played([212, 211], { start_date: '2041-03-01T10:00:00Z' });
    await played([211, 212], { start_date: '2041-04-01T10:00:00Z' });
    const page = (await world.call('GET', `/seasons/${body.id}/leaderboard?limit=1`)).body;
    expect(page).toMatchObject({ items: [{ user_id: 211, points: 10, results: 1, best_place: 1 }], next_cursor: '1' });
    const rest = (await world.call('GET', `/seasons/${body.id}/leaderboard?limit=1&cursor=1`)).body;
    expect(rest).toMatchObject({ items: [{ user_id: 212, rank: 1, points: 10 }], next_cursor: null });
  });

  it('belongs to its maker, and is whole', async () => {
    const { body } = await season({ name: 'Own' });
    const other = world.service.tokenFor({ id: 3, role: 'trainer' });
    const path = `/seasons/${body.id}`;
    expect((await world.call('PATCH', path, other, { name: 'Theirs' })).status).toBe(403);
    expect((await world.call('POST', '/seasons', world.member(9), {})).status).toBe(403);
    const backwards = await world.call('PATCH', path, world.trainer, { ends_at: '2039-01-01T00:00:00Z' });
    expect(backwards).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/ends_at' }] } });
    expect((await world.call('PATCH', path, world.trainer, { points: [3] })).body.points).toEqual([3]);
    expect((await get('/seasons?limit=1')).body.items).toMatchObject([{ id: body.id, name: 'Own' }]);
    expect((await world.call('DELETE', path, world.admin)).status).toBe(200);
    expect((await get(path)).status).toBe(404);
    expect((await world.call('GET', `/leaderboard?season_id=${body.id}`)).status).toBe(404);
  });
});

describe('a player', () => {
  it('has a history, opponents and matches with each of them', async () => {
    const { id } = await played([301, 302, 303]);
    const second = await played([302, 301]);
    expect((await get('/players/301')).body).toMatchObject({
      name: 'Member 301',
      tournaments: 2,
      titles: 1,
      podiums: 2,
      matches: 3,
      wins: 2,
      draws: 0,
      losses: 1,
    });
    const history = (await get('/players/301/history?limit=1')).body;
    expect(history.items).toMatchObject([{ tournament: { id: second.id }, rank: 2, matches: 1, wins: 0, losses: 1 }]);
    const rest = (await get(`/players/301/history?cursor=${history.next_cursor}`)).body;
    expect(rest).toMatchObject({ items: [{ tournament: { id }, rank: 1, wins: 2 }], next_cursor: null });
    expect((await get('/players/301/opponents')).body.items).toEqual([
      { user_id: 302, name: 'Member 302', matches: 2, wins: 1, draws: 0, losses: 1 },
      { user_id: 303, name: 'Member 303', matches: 1, wins: 1, draws: 0, losses: 0 },
    ]);
    const meetings = (await get('/players/301/opponents/302')).body.items;
    expect(meetings.map((one: { outcome: string; tournament_id: number }) => [one.tournament_id, one.outcome])).toEqual(
      [
        [second.id, 'lost'],
        [id, 'won'],
      ],
    );
  });

  it('is found by members only, once somebody has played', async () => {
    expect((await world.call('GET', '/players/301')).status).toBe(401);
    expect((await get('/players/399')).body.type).toBe('/problems/player-not-found');
  });

  it('is gone with the account, for whom others keep what they won', async () => {
    await played([321, 322]);
    await ratingsSettled();
    const kept = await curveOf(321);
    const event = eventOf(userEvents.userForgotten, 'user-service', 322, 1, { user_id: 322 });
    expect((await world.service.event('users', event)).status).toBe(200);
    expect((await get('/players/322')).status).toBe(404);
    expect((await get('/players/322/ratings')).body.items).toEqual([]);
    expect((await get('/players/321/opponents')).body.items).toEqual([]);
    expect(await curveOf(321)).toEqual(kept);
  });
});

describe('ratings', () => {
  it('follow corrections through all later tournaments as if they had been worked out anew', async () => {
    const first = await played([401, 402, 403, 404]);
    await played([402, 403]);
    await played([405, 406]);
    await played([403, 405, 404]);
    await ratingsSettled();
    const before = await curveOf(405);
    expect(before).toHaveLength(2);
    const [match = 0] = first.matches;
    const bracket = await world.bracket(first.id);
    const corrected = bracket.find((one) => one.id === match);
    const loser = [corrected?.participant1, corrected?.participant2].find((side) => side?.id !== corrected?.winner_id);
    expect((await world.result(first.id, match, loser?.id ?? 0)).status).toBe(200);
    await ratingsSettled();
    const fresh = await ratedFresh();
    for (const user of [401, 402, 403, 404, 405, 406]) expect(await curveOf(user)).toEqual(fresh.get(user));
    // 405 has met those only who met the others: the correction has reached them.
    const after = await curveOf(405);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  it('lose what a tournament gave when it is deleted, and what it was to later ones', async () => {
    const gone = await played([411, 412]);
    await played([411, 413]);
    await ratingsSettled();
    expect((await world.call('DELETE', `/${gone.id}`, world.trainer)).status).toBe(200);
    await ratingsSettled();
    const fresh = await ratedFresh();
    expect(await curveOf(412)).toEqual([]);
    for (const user of [411, 413]) expect(await curveOf(user)).toEqual(fresh.get(user));
  });

  it('are those of a tournament that is over', async () => {
    const { id, matches } = await played([421, 422, 423]);
    await ratingsSettled();
    expect(await curveOf(421)).toHaveLength(1);
    const command = { type: 'clear', match_id: matches[0] };
    const cleared = await world.call('POST', `/${id}/play`, world.trainer, { command, correct: true });
    expect(cleared.status).toBe(200);
    await ratingsSettled();
    expect(await curveOf(421)).toEqual([]);
    const { body } = await get('/players/421');
    expect(body.rating).toBeNull();
  });
});
