import { eventually } from '../../../tests/support/service.js';
import { expectWhole, playOn } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const act = (id: number, match: number, what: string, body: object, token = world.trainer) =>
  world.call('PUT', `/${id}/bracket/${match}/${what}`, token, body);
const matchOf = async (id: number, match: number) => (await world.bracket(id)).find((item) => item.id === match);
const typesOf = async (id: number) => (await world.events(id)).map(({ type }) => type);
const versionOf = async (id: number) => (await world.call('GET', `/${id}`, world.trainer)).body.version;

/** Two members in a final that is a best of three. */
async function duel() {
  const { id, participants, bracket } = await world.drawMembers([801, 802], { format: { best_of: 3 } });
  const [first = 0, second = 0] = participants;
  return { id, match: bracket[0]?.id ?? 0, first, second };
}

describe('a match that is called', () => {
  it('is shown with its court, and both sides are told where to go', async () => {
    const { id, match } = await duel();
    expect(await act(id, match, 'call', { court: 'Court 2' })).toMatchObject({
      status: 200,
      body: { match_id: match, court: 'Court 2', called_at: expect.any(String) },
    });
    expect(await matchOf(id, match)).toMatchObject({ court: 'Court 2', called_at: expect.any(String) });
    const called = (await world.events(id)).at(-1);
    expect(called).toMatchObject({
      type: 'gym.match.called.v1',
      payload: { match_id: match, court: 'Court 2', user_ids: [801, 802] },
    });
    const before = await versionOf(id);
    await act(id, match, 'call', { court: 'Court 2' });
    expect(await versionOf(id)).toBe(before);
    await act(id, match, 'call', { court: null });
    expect(await matchOf(id, match)).not.toHaveProperty('court');
    const [entry] = (await world.call('GET', `/${id}/log?limit=1`, world.trainer)).body.items;
    expect(entry).toMatchObject({ kind: 'match.called', actor_id: 2, payload: { match_id: match, court: null } });
  });

  it('must have both its sides and no result', async () => {
    const { id, bracket } = await world.draw(4);
    const final = bracket.find(({ status }) => status === 'waiting');
    const semi = bracket.find(({ status }) => status === 'ready');
    expect(await act(id, final?.id ?? 0, 'call', { court: '1' })).toMatchObject({
      status: 409,
      body: { type: '/problems/match-not-ready' },
    });
    await world.result(id, semi?.id ?? 0, semi?.participant1?.id ?? 0);
    expect(await act(id, semi?.id ?? 0, 'call', { court: '1' })).toMatchObject({
      status: 409,
      body: { type: '/problems/match-over' },
    });
    expect((await act(id, 2_147_483_647, 'call', { court: '1' })).status).toBe(404);
    expect((await act(id, semi?.id ?? 0, 'call', { court: '' })).status).toBe(422);
  });

  it('is no more when others play it', async () => {
    const { id, bracket } = await world.draw(4);
    const [one, other] = bracket.filter(({ status }) => status === 'ready');
    const final = bracket.find(({ status }) => status === 'waiting')?.id ?? 0;
    await world.result(id, one?.id ?? 0, one?.participant1?.id ?? 0);
    await world.result(id, other?.id ?? 0, other?.participant1?.id ?? 0);
    await act(id, final, 'call', { court: 'Centre' });
    await world.result(id, one?.id ?? 0, one?.participant2?.id ?? 0);
    expect(await matchOf(id, final)).not.toHaveProperty('court');
  });
});

describe('a referee of some courts', () => {
  it('decides about matches that are called to them and about no others', async () => {
    const { id, match, first } = await duel();
    const grant = { role: 'referee', name: 'Rita', courts: ['Court 2'] };
    expect((await world.call('PUT', `/${id}/staff/900`, world.trainer, grant)).body.courts).toEqual(['Court 2']);
    const rita = world.member(900);
    const refused = { status: 403, body: { type: '/problems/not-your-court' } };
    const command = { type: 'start', match_id: match };
    const start = () => world.call('POST', `/${id}/play`, rita, { command });
    expect(await start()).toMatchObject(refused);
    expect(await act(id, match, 'result', { winner_id: first }, rita)).toMatchObject(refused);
    expect(await act(id, match, 'call', { court: 'Court 1' }, rita)).toMatchObject(refused);
    await act(id, match, 'call', { court: 'Court 1' });
    expect(await act(id, match, 'call', { court: 'court 2' }, rita)).toMatchObject(refused);
    await act(id, match, 'call', { court: 'COURT 2' });
    expect((await start()).status).toBe(200);
    expect((await act(id, match, 'live', { game: 1, points: [3, 1] }, rita)).status).toBe(200);
    expect((await act(id, match, 'result', { winner_id: first }, rita)).status).toBe(200);
    const organiser = { ...grant, role: 'organiser' };
    expect((await world.call('PUT', `/${id}/staff/901`, world.trainer, organiser)).status).toBe(422);
  });
});

describe('live points', () => {
  it('of two hundred rallies are few events, no entries of the log, and end with their game', async () => {
    const { id, match } = await duel();
    const play = playOn(world, id);
    expect(await act(id, match, 'live', { game: 1, points: [0, 0] })).toMatchObject({
      status: 409,
      body: { type: '/problems/match-not-running' },
    });
    await play({ type: 'start', match_id: match });
    expect(await typesOf(id)).toContain('gym.match.started.v1');
    const version = await versionOf(id);
    for (let point = 1; point <= 200; point++) {
      expect((await act(id, match, 'live', { game: 1, points: [point, 0] })).status).toBe(200);
    }
    expect(await versionOf(id)).toBe(version);
    expect(await matchOf(id, match)).toMatchObject({ live: { game: 1, points: [200, 0] } });
    await eventually('the last points are told', async () => {
      const last = (await world.events(id)).at(-1);
      return (
        last?.type === 'gym.match.score.v1' && JSON.stringify(last.payload['live']) === '{"game":1,"points":[200,0]}'
      );
    });
    const told = (await typesOf(id)).filter((type) => type === 'gym.match.score.v1');
    expect(told.length).toBeLessThan(100);
    expect((await act(id, match, 'live', { game: 2, points: [1, 0] })).body.type).toBe('/problems/other-game');

    await play({ type: 'report', match_id: match, games: [[200, 0]] });
    expect(await versionOf(id)).toBe(version + 1);
    expect(await matchOf(id, match)).toMatchObject({ status: 'running', games: [[200, 0]] });
    expect(await matchOf(id, match)).not.toHaveProperty('live');
    expect((await world.events(id)).at(-1)).toMatchObject({
      type: 'gym.match.score.v1',
      payload: { games: [[200, 0]], live: null },
    });
    expect((await act(id, match, 'live', { game: 1, points: [201, 0] })).body.type).toBe('/problems/other-game');
    await act(id, match, 'live', { game: 2, points: [5, 4] });
    await play({
      type: 'walkover',
      match_id: match,
      winner_id: (await matchOf(id, match))?.participant1?.id,
      why: 'retired',
    });
    expect(await matchOf(id, match)).not.toHaveProperty('live');
    expect((await act(id, match, 'live', { game: 2, points: [6, 4] })).body.type).toBe('/problems/match-not-running');
    await expectWhole(world, id);
  });

  it('are for staff and referees', async () => {
    const { id, match } = await duel();
    await playOn(world, id)({ type: 'start', match_id: match });
    const body = { game: 1, points: [1, 0] };
    expect((await act(id, match, 'live', body, world.member(801))).status).toBe(403);
    expect((await act(id, match, 'call', { court: '1' }, world.member(801))).status).toBe(403);
    for (const wrong of [
      { game: 0, points: [1, 0] },
      { game: 1, points: [-1, 0] },
      { game: 1, points: [1] },
    ]) {
      expect((await act(id, match, 'live', wrong)).status).toBe(422);
    }
  });
});
