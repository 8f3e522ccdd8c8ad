import { expectWhole, isReady, playToTheEnd, ranksIn } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

/** A bracket that was drawn and half played as it was before there were draws. */
async function oldBracket(count: number, playedMatches: number) {
  const { id, participants, bracket } = await world.draw(count);
  for (const match of bracket.filter(isReady).slice(0, playedMatches)) {
    await world.result(id, match.id, match.participant2?.id ?? 0, `3:${match.match_number}`);
  }
  await world.service.sql('update matches set draw_id = null, number = null, record = null where tournament_id = $1', [
    id,
  ]);
  await world.service.sql('delete from draws where tournament_id = $1', [id]);
  return { id, participants };
}

describe('a bracket of before there were draws', () => {
  it('is shown as it was, and played on under the same ids with the same texts', async () => {
    const { id } = await oldBracket(7, 2);
    const before = await world.bracket(id);
    expect(before.filter(({ winner_id, is_bye }) => winner_id !== null && !is_bye)).toHaveLength(2);
    const open = before.find(isReady);
    expect((await world.result(id, open?.id ?? 0, open?.participant1?.id ?? 0)).status).toBe(200);
    const after = await world.bracket(id);
    expect(after.map((match) => match.id)).toEqual(before.map((match) => match.id));
    expect(after.map(({ score }) => score)).toEqual(before.map(({ score }) => score));
    await playToTheEnd(world, id);
    expect((await expectWhole(world, id)).entrants.size).toBe(7);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('completed');
  });

  it('has ranks, also when it is over', async () => {
    const { id, participants } = await oldBracket(2, 1);
    const answer = await world.call('GET', `/${id}/ranks`, world.member(9));
    expect(answer.body.ranks.map((row: { participant: { id: number } }) => row.participant.id)).toEqual(
      participants.toReversed(),
    );
    expect(ranksIn(await expectWhole(world, id))).toHaveLength(2);
    const points = await world.service.sql('select rank from draw_ranks where tournament_id = $1 order by rank', [id]);
    expect(points).toEqual([{ rank: 1 }, { rank: 2 }]);
  });

  it('with results that no bracket has can be looked at only', async () => {
    const { id } = await oldBracket(4, 0);
    const before = await world.bracket(id);
    const [first, second] = before;
    await world.service.sql('update matches set participant1_id = $2 where id = $1', [
      first?.id,
      second?.participant1?.id,
    ]);
    const answer = await world.result(id, second?.id ?? 0, second?.participant1?.id ?? 0);
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/old-bracket' } });
    expect(await world.bracket(id)).toHaveLength(3);
  });
});
