import { playApi, type tournamentsApi } from '@gym/contracts';
import { expectWhole, isReady, playOn, playToTheEnd, ranksIn } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const ranksOf = async (id: number) =>
  playApi.ranksView.parse((await world.call('GET', `/${id}/ranks`, world.member(9))).body);
const standingsOf = async (id: number) =>
  playApi.standingsView.parse((await world.call('GET', `/${id}/standings`, world.member(9))).body);

async function expectCompleted(id: number, count: number): Promise<void> {
  const state = await expectWhole(world, id);
  const { ranks, is_completed } = await ranksOf(id);
  expect(is_completed).toBe(true);
  expect(ranks.map(({ rank, participant }) => ({ id: participant.id, rank }))).toEqual(ranksIn(state));
  expect(ranks.map(({ rank }) => rank)).not.toContain(null);
  expect(new Set(ranks.map(({ participant }) => participant.id)).size).toBe(count);
  expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('completed');
  const events = await world.events(id);
  const first = ranks.find(({ rank }) => rank === 1)?.participant.id;
  expect(events.at(-1)).toMatchObject({
    type: 'gym.tournament.completed.v1',
    payload: { winner: { participant_id: first } },
  });
  expect(events.filter(({ type }) => type === 'gym.tournament.completed.v1')).toHaveLength(1);
}

const points = ({ best_of, match_number }: tournamentsApi.Match): object =>
  best_of === 1
    ? { points: [match_number, 3] }
    : {
        games: [
          [11, 5],
          [9, 11],
          [11, match_number],
        ],
      };

describe('a tournament is played to its end by HTTP, and its ranks are those of a replay of its events', () => {
  it.each([
    ['single_elimination', { placement: 'third', best_of: [1, 3] }, 6, 6],
    ['single_elimination', { placement: 'all' }, 8, 12],
    ['double_elimination', { grand_final: 'single' }, 7, 12],
    ['round_robin', { meetings: 2 }, 4, 12],
    ['round_robin', { groups: 2, standings: 'fifa', lot_seed: 7, top: 1 }, 6, 7],
    ['swiss', { rounds: 3 }, 9, 12],
    ['swiss', { rounds: 2, top: 4, tie_breaks: ['points', 'wins'], lot_seed: 'a' }, 8, 11],
    ['groups_playoff', { placement: 'third', lot_seed: 1 }, 8, 16],
    [
      'groups_playoff',
      { groups: 3, top: 1, best: 1, lot_seed: 2, playoff: 'double_elimination', grand_final: 'single' },
      9,
      15,
    ],
    ['stepladder', {}, 5, 4],
    ['custom', { bracket: 'A=[1,4] B=[2,3] final=[W:A,W:B] third=[L:A,L:B]' }, 4, 4],
  ])('%s %o', async (tournament_type, format, count, matches) => {
    const { id } = await world.draw(count, { tournament_type, format });
    expect(await playToTheEnd(world, id)).toBe(matches);
    await expectCompleted(id, count);
  });

  it('with draws and points in tables', async () => {
    const { id } = await world.draw(5, { tournament_type: 'round_robin', format: { draws: true } });
    expect(await playToTheEnd(world, id, points)).toBe(10);
    await expectCompleted(id, 5);
    const [table] = (await standingsOf(id)).tables;
    expect(table).toMatchObject({ kind: 'group', is_over: true, rules: expect.arrayContaining(['points']) });
    expect(table?.rows.map(({ played }) => played)).toEqual([4, 4, 4, 4, 4]);
  });

  it('double elimination has a second final only when it is needed', async () => {
    const first = (match: tournamentsApi.Match) => ({ winner_id: match.participant1?.id });
    const { id } = await world.draw(4, { tournament_type: 'double_elimination' });
    expect(await playToTheEnd(world, id, first)).toBe(6);
    expect((await world.bracket(id)).map(({ section }) => section)).not.toContain('reset');
    await expectCompleted(id, 4);
    const again = await world.draw(4, { tournament_type: 'double_elimination' });
    const upset = (match: tournamentsApi.Match) =>
      match.section === 'final' ? { winner_id: match.participant2?.id } : first(match);
    expect(await playToTheEnd(world, again.id, upset)).toBe(7);
    expect((await world.bracket(again.id)).at(-1)).toMatchObject({ section: 'reset', status: 'played' });
    await expectCompleted(again.id, 4);
  });

  it('leaderboard, and its best in a final', async () => {
    const format = {
      workouts: [
        { id: 'row', measure: 'time' },
        { id: 'lift', measure: 'load' },
      ],
      top: 2,
    };
    const { id, participants } = await world.draw(4, { tournament_type: 'leaderboard', format });
    const play = playOn(world, id);
    for (const [index, participant_id] of participants.entries()) {
      const row = { type: 'score', workout: 'row', participant_id };
      const done = index === 3 ? { ...row, status: 'dnf' } : { ...row, value: 300 + index };
      expect((await play(done)).status).toBe(200);
      expect((await play({ type: 'score', workout: 'lift', participant_id, value: 100 - index })).status).toBe(200);
    }
    const [table] = (await standingsOf(id)).tables;
    expect(table?.board.map(({ participant }) => participant.id)).toEqual(participants);
    expect(table?.board[0]?.results).toMatchObject([{ workout: 'row', place: 1, value: 300 }, { workout: 'lift' }]);
    expect(await playToTheEnd(world, id)).toBe(1);
    await expectCompleted(id, 4);
  });

  it('boards of divisions by the answers to a question', async () => {
    const questions = [{ type: 'choice', key: 'level', label: 'Level', options: ['Rx', 'Scaled'] }];
    const format = { division_question: 'level' };
    const id = await world.create({ tournament_type: 'leaderboard', format, questions });
    const people = ['Rx', 'Scaled', 'Rx'].map((level, index) => ({ name: `P${index}`, answers: { level } }));
    await world.call('PUT', `/${id}/participants`, world.trainer, { participants: people });
    expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
    const { tables } = await standingsOf(id);
    expect(tables.map(({ division, board }) => [division, board.length])).toEqual([
      ['Rx', 2],
      ['Scaled', 1],
    ]);
  });
});

describe('Swiss rounds', () => {
  it('are drawn one after the other by drawing again, and told', async () => {
    const { id, bracket } = await world.draw(5, { tournament_type: 'swiss' });
    expect(bracket).toHaveLength(3);
    const draw = () => world.call('POST', `/${id}/generate-bracket`, world.trainer);
    expect(await draw()).toMatchObject({ status: 409, body: { type: '/problems/round-not-over' } });
    for (const match of bracket.filter(isReady)) await world.result(id, match.id, match.participant1?.id ?? 0);
    expect(await draw()).toMatchObject({ status: 200, body: { rounds: 2, matches: 3 } });
    expect((await world.events(id)).at(-1)).toMatchObject({
      type: 'gym.round.drawn.v1',
      payload: { round: 2, matches: 3, category_id: null },
    });
    expect(await world.bracket(id)).toHaveLength(6);
    await expectWhole(world, id);
  });

  it('keep pairs apart who must not meet', async () => {
    const { id, participants } = await world.filled(4, { tournament_type: 'swiss' });
    const [one = 0, , three = 0] = participants;
    const format = { forbidden_pairs: [[one, three]] };
    expect((await world.call('PATCH', `/${id}`, world.trainer, { format })).status).toBe(200);
    expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
    const pairs = (await world.bracket(id)).map((match) => [match.participant1?.id, match.participant2?.id]);
    expect(pairs.some((pair) => pair.includes(one) && pair.includes(three))).toBe(false);
  });
});

describe('a format that cannot be played', () => {
  it.each([
    [{ tournament_type: 'double_elimination' }, 2, 'too-few-participants'],
    [{ tournament_type: 'groups_playoff' }, 3, 'too-few-participants'],
    [{ tournament_type: 'groups_playoff', format: { groups: 2, top: 5 } }, 6, 'invalid-plan'],
    [{ tournament_type: 'custom', format: { bracket: 'A=[1,4] B=[2,3] C=[W:A,W:B]' } }, 3, 'invalid-bracket'],
    [{ tournament_type: 'round_robin', max_participants: 300 }, 300, 'too-many-matches'],
  ])('%o of %i is refused at the draw, and nothing is half done', async (fields, count, slug) => {
    const { id } = await world.filled(count, fields);
    const answer = await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    expect(answer).toMatchObject({ status: 400, body: { type: `/problems/${slug}` } });
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('published');
  });

  it.each([
    [{ tournament_type: 'swiss', format: { rounds: 0 } }, '#/format/rounds'],
    [{ tournament_type: 'swiss', format: { tie_breaks: ['luck'] } }, '#/format/tie_breaks/0'],
    [{ tournament_type: 'leaderboard', format: { workouts: [] } }, '#/format/workouts'],
    [{ tournament_type: 'custom' }, '#/format/bracket'],
    [{ tournament_type: 'stepladder', format: { rounds: 3 } }, '#/format'],
  ])('%o is refused as a setting, with the pointer', async (fields, pointer) => {
    const body = { name: 'Cup', start_date: '2026-04-01T18:00:00+02:00', ...fields };
    const answer = await world.call('POST', '/', world.trainer, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});
