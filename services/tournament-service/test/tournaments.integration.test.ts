import { tournamentsApi, userEvents } from '@gym/contracts';
import { eventOf } from '../../../tests/support/service.js';
import { root, startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const valid = { name: 'Open', start_date: '2026-04-01T18:00:00Z' };

describe('tournaments', () => {
  it('are created by trainers, with a place for eight in single elimination unless they say otherwise', async () => {
    const answer = await world.call('POST', '/', world.trainer, { ...valid, start_date: '2026-04-01T18:00:00+02:00' });
    expect(answer).toMatchObject({ status: 201, body: { message: expect.any(String) } });
    const { tournament } = answer.body;
    expect(tournament).toEqual({
      id: expect.any(Number),
      name: 'Open',
      start_date: '2026-04-01T16:00:00.000Z',
      max_participants: 8,
      tournament_type: 'single_elimination',
      status: 'setup',
      created_by: 2,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      participant_count: 0,
      version: 1,
      phase: 'published',
      slug: 'open',
      visibility: 'public',
      approval: 'manual',
      waiting_list: false,
      team: null,
      format: {},
      registration_opens_at: null,
      registration_closes_at: null,
      check_in_opens_at: null,
      check_in_closes_at: null,
      cancel_reason: null,
      self_reports: null,
    });
    expect((await world.call('GET', `/${tournament.id}`, world.member(9))).body).toEqual({
      ...tournament,
      description: '',
      rules: '',
      venue: null,
      prizes: [],
      questions: [],
      categories: [],
    });
    const told = tournamentsApi.tournamentCore.parse(tournament);
    expect(await world.events(tournament.id)).toEqual([
      {
        type: 'gym.tournament.created.v1',
        payload: { tournament: { ...told, phase: 'published', visibility: 'public' } },
      },
    ]);
  });

  it.each([
    ['a member', () => world.member(9), 403],
    ['a stranger', () => undefined, 401],
  ])('are not created by %s', async (_who, token, status) => {
    expect((await world.call('POST', '/', token(), valid)).status).toBe(status);
  });

  const control = String.fromCharCode(7);
  it.each([
    ['name', {}],
    ['name', { name: '' }],
    ['name', { name: '   ' }],
    ['name', { name: 'x'.repeat(121) }],
    ['name', { name: `bell ${control}` }],
    ['name', { name: 'nul \0' }],
    ['name', { name: 7 }],
    ['start_date', { start_date: '2026-02-31T10:00:00Z' }],
    ['start_date', { start_date: '2026-02-28T10:00:00' }],
    ['start_date', { start_date: '2026-02-28' }],
    ['start_date', { start_date: '0000-01-01T00:00:00Z' }],
    ['start_date', { start_date: '9999-12-31T23:59:59-12:00' }],
    ['start_date', { start_date: 1_770_000_000 }],
    ['start_date', { start_date: null }],
    ['max_participants', { max_participants: 1 }],
    ['max_participants', { max_participants: 2.5 }],
    ['max_participants', { max_participants: '8' }],
    ['max_participants', { max_participants: 1e9 }],
    ['tournament_type', { tournament_type: 'chess' }],
    ['tournament_type', { tournament_type: ['single_elimination'] }],
  ])('point at %s in %p', async (field, fields) => {
    const body = Object.keys(fields).length === 0 ? { start_date: valid.start_date } : { ...valid, ...fields };
    const answer = await world.call('POST', '/', world.trainer, body);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-fields' } });
    expect(answer.body.errors[0].pointer).toBe(`#/${field}`);
  });

  it.each(['no JSON', '[]', '"text"', 'null'])('refuse the body %s', async (body) => {
    const answer = await world.service.call('POST', root, { token: world.trainer, body });
    expect(answer.status).toBe(400);
  });

  it.each(['1e3', '-1', '0', '0x10', '99999999999999999999', '2147483648', 'abc', '%00'])(
    'are not found by the id %s',
    async (id) => {
      for (const path of ['', '/participants', '/bracket', '/brackets']) {
        expect((await world.call('GET', `/${id}${path}`, world.trainer)).status).toBe(404);
      }
    },
  );

  it('that do not exist are 404 for every operation', async () => {
    const paths: [string, string, unknown][] = [
      ['GET', '', undefined],
      ['DELETE', '', undefined],
      ['GET', '/participants', undefined],
      ['POST', '/participants', { name: 'Ann' }],
      ['PUT', '/participants', { participants: [{ name: 'Ann' }] }],
      ['PATCH', '/participants/1/approve', undefined],
      ['POST', '/generate-bracket', undefined],
      ['GET', '/bracket', undefined],
      ['GET', '/brackets', undefined],
      ['PUT', '/bracket/1/result', { winner_id: 1 }],
      ['GET', '/log', undefined],
    ];
    for (const [method, path, body] of paths) {
      expect(await world.call(method, `/2147483647${path}`, world.admin, body)).toMatchObject({ status: 404 });
    }
  });

  it('are deleted by their trainer or an admin, with all that belongs to them', async () => {
    const { id } = await world.draw(3);
    const other = world.service.tokenFor({ id: 3, role: 'trainer' });
    expect((await world.call('DELETE', `/${id}`, world.member(9))).status).toBe(403);
    expect((await world.call('DELETE', `/${id}`, other)).status).toBe(403);
    expect(await world.call('DELETE', `/${id}`, world.trainer)).toMatchObject({
      status: 200,
      body: { message: expect.any(String) },
    });
    expect((await world.call('GET', `/${id}`, world.trainer)).status).toBe(404);
    expect(await world.service.sql('select 1 from matches where tournament_id = $1', [id])).toEqual([]);
    expect((await world.events(id)).at(-1)?.type).toBe('gym.tournament.deleted.v1');
    expect((await world.call('DELETE', `/${await world.create()}`, world.admin)).status).toBe(200);
  });

  it('are listed newest first, in the old shape, or as pages that meet without a gap', async () => {
    for (let index = 0; index < 5; index++) await world.create({ name: `Listed ${index}` });
    const old = await world.call('GET', '/', world.member(9));
    const ids: number[] = old.body.tournaments.map((item: { id: number }) => item.id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(old.headers.get('link')).toBeNull();
    const paged: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { id: number }[]; next_cursor: string | null } = (
        await world.call('GET', `?limit=2${cursor && `&cursor=${cursor}`}`, world.member(9))
      ).body;
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map((item) => item.id));
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(ids);
  });

  it.each(['limit=0', 'limit=1001', 'limit=1e2', 'limit=ten', 'cursor=-1', 'limit=2&cursor=x', 'limit=1&limit=2'])(
    'are not listed by ?%s',
    async (query) => {
      expect((await world.call('GET', `?${query}`, world.trainer)).status).toBe(400);
    },
  );

  it('beyond a thousand are behind a link, in the same shape', async () => {
    await world.service.sql(
      `insert into tournaments (name, start_date, max_participants, tournament_type)
       select 'Many ' || n, now(), 8, 'single_elimination' from generate_series(1, 1100) n`,
    );
    const first = await world.call('GET', '/', world.trainer);
    expect(first.body.tournaments).toHaveLength(1000);
    const next = /^<\/api\/tournaments(\?cursor=\d+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await world.call('GET', next, world.trainer);
    expect(second.body.tournaments[0].id).toBeLessThan(first.body.tournaments[999].id);
    expect(second.body.tournaments.length).toBeGreaterThan(100);
    expect(second.headers.get('link')).toBeNull();
  });
});

describe('what belongs to no tournament', () => {
  it('health is for all', async () => {
    expect(await world.call('GET', '/health')).toMatchObject({
      status: 200,
      body: { status: 'healthy', service: 'tournament-service' },
    });
  });

  it('available users are for trainers, and 503 while user-service cannot be reached', async () => {
    expect((await world.call('GET', '/available-users', world.member(9))).status).toBe(403);
    const answer = await world.call('GET', '/available-users', world.trainer);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });

  it('the leaderboard gives 3 points for a match won and 10 for a tournament, to people with an account', async () => {
    const [ann, bob] = [
      { name: 'Ann', user_id: 501 },
      { name: 'Bob', user_id: 502 },
    ];
    for (const participants of [
      [ann, bob, { name: 'Guest' }],
      [bob, ann],
    ]) {
      const id = await world.create();
      await world.call('PUT', `/${id}/participants`, world.trainer, { participants });
      await world.call('POST', `/${id}/generate-bracket`, world.trainer);
      for (;;) {
        const match = (await world.bracket(id)).find((item) => item.participant1 && item.participant2 && !item.winner);
        if (!match) break;
        const winner = [match.participant1, match.participant2].find((side) => side?.user_id !== null);
        await world.result(id, match.id, winner?.id ?? 0);
      }
    }
    // Ann had a bye and won a final; Bob won a semi-final, and a final.
    const answer = await world.call('GET', '/leaderboard');
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual([
      { user_id: 502, user_name: 'Bob', total_score: 16, tournaments: 2 },
      { user_id: 501, user_name: 'Ann', total_score: 13, tournaments: 2 },
    ]);
  });

  it('the leaderboard follows a corrected final', async () => {
    const id = await world.create();
    const participants = [
      { name: 'Cid', user_id: 701 },
      { name: 'Dot', user_id: 702 },
    ];
    await world.call('PUT', `/${id}/participants`, world.trainer, { participants });
    await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    const [final] = await world.bracket(id);
    const scores = async () => {
      const rows: { user_id: number; total_score: number }[] = (await world.call('GET', '/leaderboard')).body;
      return rows.filter((row) => row.user_id > 700).map((row) => [row.user_id, row.total_score]);
    };
    expect(await scores()).toEqual([
      [701, 0],
      [702, 0],
    ]);
    await world.result(id, final?.id ?? 0, final?.participant1?.id ?? 0);
    expect(await scores()).toEqual([
      [701, 13],
      [702, 0],
    ]);
    await world.result(id, final?.id ?? 0, final?.participant2?.id ?? 0);
    expect(await scores()).toEqual([
      [702, 13],
      [701, 0],
    ]);
  });

  it('a deleted user stays in the history without a name, and their requests go', async () => {
    const drawn = await world.create();
    const participants = [{ name: 'Zoe', user_id: 601 }, { name: 'Guest' }];
    await world.call('PUT', `/${drawn}/participants`, world.trainer, { participants });
    await world.call('POST', `/${drawn}/generate-bracket`, world.trainer);
    const open = await world.create();
    await world.call('POST', `/${open}/participants`, world.member(601), { name: 'Zoe' });
    const event = eventOf(userEvents.userForgotten, 'user-service', 601, 1, { user_id: 601 });
    expect((await world.service.event('users', event)).status).toBe(200);
    const history = (await world.call('GET', `/${drawn}/participants`, world.trainer)).body;
    expect(history[0]).toMatchObject({ name: 'Former member', user_id: null, seed: 1 });
    expect((await world.call('GET', `/${open}/participants`, world.trainer)).body).toEqual([]);
    const board = (await world.call('GET', '/leaderboard')).body;
    expect(board.map((row: { user_id: number }) => row.user_id)).not.toContain(601);
  });
});
