import type { tournamentsApi } from '@gym/contracts';
import { expectWhole, isReady, playOn, playToTheEnd } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const act = (id: number, participant: number, action: string, body: object = {}, token = world.trainer) =>
  world.call('PATCH', `/${id}/participants/${participant}/${action}`, token, body);
const enter = (id: number, late: boolean, names = ['Late']) =>
  world.call('PUT', `/${id}/participants`, world.trainer, { participants: names.map((name) => ({ name })), late });
const standing = async (id: number, participant: number) =>
  (await world.call('GET', `/${id}/participants/${participant}`, world.trainer)).body;

describe('who leaves while it is played', () => {
  it('gives later matches to the opponents; the place is nobody’s any more', async () => {
    const id = await world.create({ max_participants: 4, waiting_list: true });
    const people = [1, 2, 3, 4, 5].map((user) => ({ name: `P${user}`, user_id: 700 + user }));
    const entered = await world.call('PUT', `/${id}/participants`, world.trainer, { participants: people });
    const [first = 0, , , fourth = 0, waiting = 0] = entered.body.participants.map((row: { id: number }) => row.id);
    await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    expect((await act(id, first, 'withdraw', {}, world.member(702))).status).toBe(403);
    const left = await act(id, first, 'withdraw', { reason: 'Knee' }, world.member(701));
    expect(left).toMatchObject({ status: 200, body: { participant: { status: 'withdrawn', seed: 1 } } });
    expect((await world.bracket(id))[0]).toMatchObject({ status: 'walkover', winner: { id: fourth } });
    expect((await standing(id, waiting)).status).toBe('waitlisted');
    expect((await world.call('GET', `/${id}`, world.trainer)).body.participant_count).toBe(3);
    const [entry] = (await world.call('GET', `/${id}/log?limit=1`, world.trainer)).body.items;
    expect(entry).toMatchObject({ kind: 'participant.left', actor_id: 701, reason: 'Knee' });
    expect((await world.events(id)).slice(-2).map(({ type }) => type)).toEqual([
      'gym.participant.withdrawn.v1',
      'gym.match.finished.v1',
    ]);
    await playToTheEnd(world, id);
    expect(await act(id, fourth, 'withdraw')).toMatchObject({
      status: 409,
      body: { type: '/problems/tournament-completed' },
    });
    await expectWhole(world, id);
  });

  it('is back with all matches when staff reinstate them', async () => {
    const { id, participants, bracket } = await world.draw(3, { tournament_type: 'round_robin' });
    const [first = 0] = participants;
    const body = { reason: 'Doping', earlier: 'annul' };
    expect((await act(id, first, 'disqualify', body)).body.participant.status).toBe('disqualified');
    expect((await world.bracket(id)).filter(({ status }) => status === 'walkover')).toHaveLength(2);
    expect((await act(id, first, 'reinstate')).body.participant).toMatchObject({ status: 'approved', seed: 1 });
    expect((await world.bracket(id)).map(({ status }) => status)).toEqual(bracket.map(({ status }) => status));
    await expectWhole(world, id);
  });
});

describe('who comes late', () => {
  it('is let in only when staff say so', async () => {
    const { id } = await world.draw(3);
    expect(await enter(id, false)).toMatchObject({ status: 409, body: { type: '/problems/already-drawn' } });
    const asking = { participants: [{ name: 'Me', user_id: 9 }], late: true };
    expect((await world.call('PUT', `/${id}/participants`, world.member(9), asking)).status).toBe(409);
  });

  it('is drawn with the others before the first result, and takes a bye after it', async () => {
    const { id } = await world.draw(4);
    const added = await enter(id, true);
    expect(added.body.participants).toMatchObject([{ name: 'Late', status: 'approved', seed: 5 }]);
    const bracket = await world.bracket(id);
    expect(bracket).toHaveLength(7);
    const open = bracket.find(isReady);
    await world.result(id, open?.id ?? 0, open?.participant1?.id ?? 0);
    const later = await enter(id, true, ['Later']);
    expect(later.body.participants).toMatchObject([{ seed: 6 }]);
    expect((await world.bracket(id)).filter(({ is_bye }) => is_bye)).toHaveLength(2);
    await playToTheEnd(world, id);
    expect((await expectWhole(world, id)).entrants.size).toBe(6);
  });

  it('joins the next Swiss round or a leaderboard', async () => {
    const swiss = await world.draw(4, { tournament_type: 'swiss', format: { rounds: 3 } });
    const [match] = swiss.bracket;
    await world.result(swiss.id, match?.id ?? 0, match?.participant1?.id ?? 0);
    expect((await enter(swiss.id, true)).status).toBe(200);
    expect(await playToTheEnd(world, swiss.id)).toBe(5);
    expect((await expectWhole(world, swiss.id)).entrants.size).toBe(5);
    const board = await world.draw(2, { tournament_type: 'leaderboard' });
    const score = { type: 'score', workout: 'points', value: 5 };
    const play = playOn(world, board.id);
    expect((await play({ ...score, participant_id: board.participants[0] })).status).toBe(200);
    const { participants } = (await enter(board.id, true)).body;
    expect((await play({ ...score, participant_id: participants[0].id })).status).toBe(200);
    await expectWhole(world, board.id);
  });

  it('finds no place in a league that has begun, and nothing is half done', async () => {
    const { id, bracket } = await world.draw(3, { tournament_type: 'round_robin' });
    await world.result(id, bracket[0]?.id ?? 0, bracket[0]?.participant1?.id ?? 0);
    expect(await enter(id, true)).toMatchObject({ status: 409, body: { type: '/problems/already-started' } });
    expect((await world.call('GET', `/${id}/participants`, world.trainer)).body).toHaveLength(3);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.participant_count).toBe(3);
  });

  it('leaves again when it is undone', async () => {
    const { id } = await world.draw(3);
    const [late] = (await enter(id, true)).body.participants;
    expect((await playOn(world, id)({ type: 'undo' })).status).toBe(200);
    expect(await standing(id, late.id)).toMatchObject({ status: 'withdrawn', seed: null });
    expect((await world.bracket(id)).filter(({ is_bye }) => is_bye)).toHaveLength(1);
    expect((await act(id, late.id, 'reinstate')).body.participant).toMatchObject({ status: 'approved', seed: 4 });
    await expectWhole(world, id);
  });

  it('and the answer to the undo says where winners of the smaller bracket go', async () => {
    const { id } = await world.draw(4);
    expect((await enter(id, true)).status).toBe(200);
    const undone = await playOn(world, id)({ type: 'undo' });
    const targets = (matches: tournamentsApi.Match[]): unknown[] =>
      matches.map(({ id: match, next_match_id, loser_match_id }) => ({ match, next_match_id, loser_match_id }));
    expect(targets(undone.body.matches)).toEqual(targets(await world.bracket(id)));
  });
});

it('nobody takes the place of somebody who has a score', async () => {
  const { id, participants } = await world.draw(2, { tournament_type: 'leaderboard' });
  const [first = 0, second = 0] = participants;
  await playOn(world, id)({ type: 'score', workout: 'points', value: 5, participant_id: first });
  expect(await act(id, first, 'substitute', { name: 'Sub' })).toMatchObject({
    status: 409,
    body: { type: '/problems/has-played' },
  });
  expect((await act(id, second, 'substitute', { name: 'Sub' })).status).toBe(200);
});
