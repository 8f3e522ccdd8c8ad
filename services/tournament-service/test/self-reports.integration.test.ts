import { eventually } from '../../../tests/support/service.js';
import { expectWhole, isReady, playOn } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const report = (id: number, match: number, user: number, body: object) =>
  world.call('PUT', `/${id}/bracket/${match}/report`, world.member(user), body);
const reports = async (id: number, token: string, query = '') =>
  (await world.call('GET', `/${id}/reports${query}`, token)).body.items;
const matchOf = async (id: number, match: number) => (await world.bracket(id)).find((item) => item.id === match);

/** Members 500, 501, ... in a draw; a match with the users and entries of its sides. */
async function drawn(count: number, fields: object = {}) {
  const users = Array.from({ length: count }, (_item, index) => 500 + index);
  const { id, bracket } = await world.drawMembers(users, { self_reports: {}, ...fields });
  const match = bracket.find(isReady);
  const [one, other] = [match?.participant1, match?.participant2];
  if (match === undefined || one?.user_id == null || other?.user_id == null) throw new Error('no match');
  return { id, match: match.id, one: { ...one, user_id: one.user_id }, other: { ...other, user_id: other.user_id } };
}

describe('sides that report their own match', () => {
  it('decide it when they agree, with the numbers of the one that gives them', async () => {
    const { id, match, one, other } = await drawn(4, { format: { best_of: 3 } });
    const games = [
      [11, 8],
      [11, 5],
    ];
    expect(await report(id, match, one.user_id, { games, note: 'Good match' })).toMatchObject({
      status: 200,
      body: { outcome: 'waiting', stands_at: null },
    });
    expect(await matchOf(id, match)).toMatchObject({ winner_id: null, report: 'waiting' });
    expect((await world.events(id)).at(-1)).toMatchObject({
      type: 'gym.match.reported.v1',
      payload: { match_id: match, by: { participant_id: one.id }, user_ids: [other.user_id] },
    });
    expect((await report(id, match, other.user_id, { winner_id: one.id })).body.outcome).toBe('agreed');
    expect(await matchOf(id, match)).toMatchObject({ winner_id: one.id, games });
    const log = (await world.call('GET', `/${id}/log?limit=2`, world.trainer)).body.items;
    expect(log).toMatchObject([
      { kind: 'match.reported', actor_id: other.user_id, payload: { outcome: 'agreed' } },
      { kind: 'draw.played', reason: 'Both sides reported it.' },
    ]);
    expect(await report(id, match, one.user_id, { winner_id: one.id })).toMatchObject({
      status: 409,
      body: { type: '/problems/match-over' },
    });
    await expectWhole(world, id);
  });

  it('are in dispute when they do not, which staff decide, or they themselves', async () => {
    const { id, match, one, other } = await drawn(4);
    await report(id, match, one.user_id, { points: [3, 1], note: 'I counted' });
    expect((await report(id, match, other.user_id, { points: [3, 2] })).body.outcome).toBe('disputed');
    expect(await matchOf(id, match)).toMatchObject({ winner_id: null, report: 'disputed' });
    expect((await world.events(id)).at(-1)).toMatchObject({
      type: 'gym.match.disputed.v1',
      payload: { match_id: match, user_ids: [one.user_id, other.user_id] },
    });
    expect(JSON.stringify((await world.events(id)).at(-1))).not.toContain('I counted');
    expect((await report(id, match, other.user_id, { points: [3, 1] })).body.outcome).toBe('agreed');
    await playOn(world, id)({ type: 'undo' }, { reason: 'Wrong court' });
    expect(await reports(id, world.trainer, '?status=all')).toEqual([]);

    await report(id, match, one.user_id, { winner_id: one.id });
    await report(id, match, other.user_id, { winner_id: other.id });
    await world.result(id, match, other.id);
    expect(await reports(id, world.trainer)).toEqual([]);
    expect(await reports(id, world.trainer, `?status=all&match_id=${match}`)).toMatchObject([
      { status: 'closed', participant_id: one.id },
      { status: 'closed', participant_id: other.id },
    ]);
    await expectWhole(world, id);
  });

  it('may be read, with their notes, by both sides, referees and staff, page by page', async () => {
    const { id, match, one, other } = await drawn(4);
    await report(id, match, one.user_id, { winner_id: one.id, note: 'A word' });
    await report(id, match, other.user_id, { winner_id: other.id });
    const stranger = [500, 501, 502, 503].find((user) => user !== one.user_id && user !== other.user_id) ?? 0;
    expect(await reports(id, world.member(stranger))).toEqual([]);
    await world.call('PUT', `/${id}/staff/990`, world.trainer, { role: 'referee', name: 'Rita' });
    for (const token of [world.member(other.user_id), world.member(990), world.trainer]) {
      expect(await reports(id, token)).toMatchObject([{ note: 'A word', status: 'disputed' }, {}]);
    }
    const page = (await world.call('GET', `/${id}/reports?limit=1`, world.trainer)).body;
    expect(await reports(id, world.trainer, `?limit=1&cursor=${page.next_cursor}`)).toHaveLength(1);
    expect((await world.call('GET', `/${id}/reports?cursor=9999999999.9999999999`, world.trainer)).body.items).toEqual(
      [],
    );
  });

  it('are refused where it is not wanted, for matches of others, and for what is no result', async () => {
    const { id, match, one, other } = await drawn(4, { self_reports: null, format: { best_of: 3 } });
    expect((await report(id, match, one.user_id, { winner_id: one.id })).body.type).toBe('/problems/self-reports-off');
    const changed = await world.call('PATCH', `/${id}`, world.trainer, { self_reports: { stands_after: 10 } });
    expect(changed).toMatchObject({ status: 200, body: { tournament: { self_reports: { stands_after: 10 } } } });
    const stranger = [500, 501, 502, 503].find((user) => user !== one.user_id && user !== other.user_id) ?? 0;
    expect((await report(id, match, stranger, { winner_id: one.id })).body.type).toBe('/problems/not-your-match');
    expect((await report(id, match, one.user_id, { games: [[11, 2]] })).body.type).toBe('/problems/match-undecided');
    expect((await report(id, match, one.user_id, { winner_id: 1_000_000 })).status).toBe(400);
    expect((await report(id, match, one.user_id, {})).status).toBe(422);
    expect((await report(id, match, one.user_id, { draw: true })).body.type).toBe('/problems/draw-not-allowed');
    expect(await reports(id, world.trainer)).toEqual([]);
  });
});

describe('a report that nobody answers', () => {
  it('counts when its time is over, and not while it is disputed', async () => {
    const { id, match, one, other } = await drawn(4, { self_reports: { stands_after: 1 } });
    const waiting = (await report(id, match, one.user_id, { winner_id: one.id })).body;
    expect(Date.parse(waiting.stands_at)).toBeGreaterThan(Date.now());
    const second = (await world.bracket(id)).find((item) => isReady(item) && item.id !== match);
    const [her, him] = [second?.participant1, second?.participant2];
    await report(id, second?.id ?? 0, her?.user_id ?? 0, { winner_id: her?.id });
    await report(id, second?.id ?? 0, him?.user_id ?? 0, { winner_id: him?.id });
    await world.service.sql(
      `update match_reports set stands_at = now() - interval '1 s' where tournament_id = $1 and stands_at is not null`,
      [id],
    );
    await eventually('the report counts', async () => (await matchOf(id, match))?.winner_id === one.id);
    expect(await matchOf(id, second?.id ?? 0)).toMatchObject({ winner_id: null, report: 'disputed' });
    const [entry] = (await world.call('GET', `/${id}/log?limit=1`, world.trainer)).body.items;
    expect(entry).toMatchObject({ kind: 'match.reported', actor_id: null, payload: { outcome: 'stands' } });
    expect((await report(id, match, other.user_id, { winner_id: other.id })).body.type).toBe('/problems/match-over');
    await expectWhole(world, id);
  });
});

describe('teams', () => {
  it('report by their captains only', async () => {
    const id = await world.create({ self_reports: {}, team: { min: 1, max: 2 } });
    const participants = [600, 610].map((user) => ({
      name: `T${user}`,
      roster: [
        { name: 'C', user_id: user, role: 'captain' },
        { name: 'M', user_id: user + 1 },
      ],
    }));
    await world.call('PUT', `/${id}/participants`, world.trainer, { participants });
    await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    const [match] = await world.bracket(id);
    const body = { winner_id: match?.participant1?.id };
    expect((await report(id, match?.id ?? 0, 601, body)).status).toBe(403);
    expect((await report(id, match?.id ?? 0, 600, body)).body.outcome).toBe('waiting');
    const [, , told] = (await world.events(id)).slice(-3);
    expect(told?.payload['user_ids']).toEqual([610, 611]);
    expect((await report(id, match?.id ?? 0, 610, body)).body.outcome).toBe('agreed');
  });
});

it('everybody is told what they are in a tournament, and which entries are theirs', async () => {
  const id = await world.create({ team: { min: 1, max: 3 } });
  const ownPart = async (token: string) => (await world.call('GET', `/${id}/me`, token)).body;
  const nobody = { is_staff: false, role: null, courts: null, entries: [] };
  expect(await ownPart(world.member(700))).toEqual(nobody);
  const roster = [
    { name: 'Cap', user_id: 700, role: 'captain' },
    { name: 'Mem', user_id: 701 },
  ];
  const body = { participants: [{ name: 'Team', roster }] };
  const [team] = (await world.call('PUT', `/${id}/participants`, world.trainer, body)).body.participants;
  await world.call('PUT', `/${id}/staff/702`, world.trainer, { role: 'referee', name: 'Rita', courts: ['Court 2'] });
  expect(await ownPart(world.member(700))).toEqual({ ...nobody, entries: [{ participant_id: team.id, leads: true }] });
  expect(await ownPart(world.member(701))).toEqual({ ...nobody, entries: [{ participant_id: team.id, leads: false }] });
  expect(await ownPart(world.member(702))).toEqual({ ...nobody, role: 'referee', courts: ['Court 2'] });
  expect(await ownPart(world.trainer)).toMatchObject({ is_staff: true, role: null });
});
