import { playApi } from '@gym/contracts';
import { expectWhole, playOn, playToTheEnd, statesOf } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const matchOf = async (id: number, round: number, number: number) => {
  const match = (await world.bracket(id)).find((item) => item.round === round && item.match_number === number);
  if (match === undefined) throw new Error(`no match ${round}/${number}`);
  return match;
};
const pointsOf = (id: number) =>
  world.service.sql<{ points: number }>('select points from participants where tournament_id = $1 order by seed', [id]);

/** Four people of whom the first has won everything. */
async function played() {
  const { id, participants, bracket } = await world.draw(4);
  for (const [round, number, winner] of [
    [1, 1, 0],
    [1, 2, 1],
    [2, 1, 0],
  ] as const) {
    await world.result(id, (await matchOf(id, round, number)).id, participants[winner] ?? 0, '2:0');
  }
  return { id, participants, bracket, semi: await matchOf(id, 1, 1), final: await matchOf(id, 2, 1) };
}

describe('a wrong result that was played on', () => {
  it('is shown with what it would take away, is refused, and is corrected with force', async () => {
    const { id, participants, semi, final } = await played();
    const [first = 0, , , fourth = 0] = participants;
    const command = { type: 'report', match_id: semi.id, winner_id: fourth };
    const before = await statesOf(world, id);
    const preview = await world.call('POST', `/${id}/play/preview`, world.trainer, { command });
    expect(playApi.playPreview.parse(preview.body)).toMatchObject({
      reset: [final.id],
      is_completed: false,
      matches: [
        { match_id: semi.id, winner_id: fourth },
        { match_id: final.id, status: 'ready', winner_id: null },
      ],
    });
    expect(await statesOf(world, id)).toEqual(before);

    const play = playOn(world, id);
    expect(await play(command)).toMatchObject({ status: 409, body: { type: '/problems/already-decided' } });
    expect(await play(command, { correct: true })).toMatchObject({
      status: 409,
      body: { type: '/problems/next-match-played', errors: [{ pointer: `#/matches/${final.id}` }] },
    });
    expect(await pointsOf(id)).toMatchObject([{ points: 16 }, { points: 3 }, { points: 0 }, { points: 0 }]);
    const done = playApi.played.parse((await play(command, { correct: true, force: true, reason: 'Swapped' })).body);
    expect(done).toMatchObject({ reset: [final.id], is_completed: false });
    expect(await matchOf(id, 2, 1)).toMatchObject({ winner: null, score: null, participant1: { id: fourth } });
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('running');
    expect(await pointsOf(id)).toMatchObject([{ points: 0 }, { points: 3 }, { points: 0 }, { points: 3 }]);
    expect((await world.events(id)).slice(-2)).toMatchObject([
      { type: 'gym.bracket.corrected.v1', payload: { matches: [semi.id, final.id], reset: [final.id] } },
      { type: 'gym.match.finished.v1', payload: { match_id: semi.id, corrected: true } },
    ]);
    const [entry] = (await world.call('GET', `/${id}/log?limit=1`, world.trainer)).body.items;
    expect(entry).toMatchObject({
      kind: 'draw.played',
      actor_id: 2,
      reason: 'Swapped',
      payload: { command, reset: [final.id] },
      affected: { matches: [semi.id, final.id] },
    });
    await world.result(id, final.id, fourth);
    expect((await world.events(id)).at(-1)).toMatchObject({ type: 'gym.tournament.completed.v1' });
    expect(first).not.toBe(fourth);
    await expectWhole(world, id);
  });

  it('is taken back and done again step by step, with what people wrote', async () => {
    const { id, semi, final, participants } = await played();
    const play = playOn(world, id);
    const [, , , fourth = 0] = participants;
    const before = await world.bracket(id);
    const command = { type: 'report', match_id: semi.id, winner_id: fourth };
    await play(command, { correct: true, force: true });
    const corrected = await world.bracket(id);
    expect((await play({ type: 'undo' })).status).toBe(200);
    expect(await world.bracket(id)).toEqual(before);
    expect((await play({ type: 'redo' })).status).toBe(200);
    expect(await world.bracket(id)).toEqual(corrected);
    for (let steps = 0; steps < 4; steps++) expect((await play({ type: 'undo' })).status).toBe(200);
    expect(await play({ type: 'undo' })).toMatchObject({ status: 409, body: { type: '/problems/nothing-to-undo' } });
    expect((await world.bracket(id)).map(({ winner, score }) => winner ?? score)).toEqual([null, null, null]);
    expect((await pointsOf(id)).map(({ points }) => points)).toEqual([0, 0, 0, 0]);
    for (let steps = 0; steps < 3; steps++) await play({ type: 'redo' });
    expect(await world.bracket(id)).toEqual(before);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('completed');
    expect(final.winner_id).not.toBeNull();
    await expectWhole(world, id);
  });

  it('is cleared, and counts as not played', async () => {
    const { id, final } = await played();
    const done = await playOn(world, id)({ type: 'clear', match_id: final.id }, { correct: true });
    expect(done.body.matches).toMatchObject([{ id: final.id, status: 'ready', winner: null, score: null }]);
    await expectWhole(world, id);
  });
});

describe('a result', () => {
  it('of points or games says who has won, and reads as a line', async () => {
    const { id, bracket } = await world.draw(4, { format: { best_of: 3 } });
    const path = `/${id}/bracket/${bracket[0]?.id}/result`;
    const games = [
      [11, 8],
      [5, 11],
    ];
    const running = await world.call('PUT', path, world.trainer, { games });
    expect(running.body.bracket).toMatchObject({ status: 'running', winner: null, games });
    const over = await world.call('PUT', path, world.trainer, { games: [...games, [11, 9]] });
    expect(over.body.bracket).toMatchObject({
      status: 'played',
      winner_id: bracket[0]?.participant1?.id,
      points: [2, 1],
      score: '2:1 (11:8, 5:11, 11:9)',
    });
    const wrong = await world.call('PUT', path, world.trainer, { points: [4, 0] });
    expect(wrong).toMatchObject({ status: 400, body: { type: '/problems/invalid-score' } });
    await expectWhole(world, id);
  });

  it('may be a draw where the format has draws, which is told', async () => {
    const fields = { tournament_type: 'round_robin', format: { draws: true } };
    const { id, bracket } = await world.draw(2, fields);
    const path = `/${id}/bracket/${bracket[0]?.id}/result`;
    expect((await world.call('PUT', path, world.trainer, { draw: true })).body.bracket).toMatchObject({
      status: 'played',
      winner: null,
    });
    const types = (await world.events(id)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['gym.match.ended-level.v1', 'gym.tournament.completed.v1']);
    const knockout = await world.draw(2);
    const answer = await world.call('PUT', `/${knockout.id}/bracket/${knockout.bracket[0]?.id}/result`, world.trainer, {
      draw: true,
    });
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/draw-not-allowed' } });
  });

  it('that must not be corrected is refused when there is another one', async () => {
    const { id, bracket } = await world.draw(2);
    const [match] = bracket;
    const sides = [match?.participant1?.id, match?.participant2?.id];
    const answers = await Promise.all(
      sides.map((winner_id) =>
        world.call('PUT', `/${id}/bracket/${match?.id}/result`, world.trainer, { winner_id, correct: false }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});

describe('without play', () => {
  it('a walkover moves somebody on and gives no points', async () => {
    const { id, bracket } = await world.draw(4);
    const [match] = bracket;
    const winner_id = match?.participant2?.id;
    const done = await playOn(world, id)({ type: 'walkover', match_id: match?.id, winner_id, why: 'no-show' });
    expect(done.body.matches).toMatchObject([{ id: match?.id, status: 'walkover', winner_id }, { round: 2 }]);
    expect((await world.events(id)).at(-1)).toMatchObject({ payload: { walkover: true } });
    expect((await pointsOf(id)).map(({ points }) => points)).toEqual([0, 0, 0, 0]);
  });

  it('nobody goes on when nobody comes, and the tournament still ends', async () => {
    const { id, bracket } = await world.draw(4);
    const play = playOn(world, id);
    expect((await play({ type: 'no-show', match_id: bracket[0]?.id })).status).toBe(200);
    expect(await playToTheEnd(world, id)).toBe(1);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('completed');
    await expectWhole(world, id);
  });

  it('who withdraws or is disqualified loses what is left, and is back with an undo', async () => {
    const { id, participants } = await world.draw(4, { tournament_type: 'round_robin' });
    const [first = 0, second = 0] = participants;
    const play = playOn(world, id);
    const done = await play({ type: 'withdraw', participant_id: first }, { reason: 'Knee' });
    expect(done.body.matches.map((match: { status: string }) => match.status)).toEqual(Array(3).fill('walkover'));
    const statusOf = async (participant: number) =>
      (await world.call('GET', `/${id}/participants/${participant}`, world.trainer)).body;
    expect(await statusOf(first)).toMatchObject({ status: 'withdrawn', reason: 'Knee', seed: 1 });
    expect((await world.call('GET', `/${id}`, world.trainer)).body.participant_count).toBe(3);
    expect((await world.events(id)).map(({ type }) => type)).toContain('gym.participant.withdrawn.v1');
    await play({ type: 'disqualify', participant_id: second, earlier: 'annul' });
    expect(await statusOf(second)).toMatchObject({ status: 'disqualified' });
    await play({ type: 'undo' });
    expect(await statusOf(second)).toMatchObject({ status: 'approved' });
    await play({ type: 'reinstate', participant_id: first });
    expect(await statusOf(first)).toMatchObject({ status: 'approved', reason: null });
    expect((await world.bracket(id)).map(({ status }) => status)).toEqual(Array(6).fill('ready'));
    expect((await world.call('GET', `/${id}`, world.trainer)).body.participant_count).toBe(4);
    await expectWhole(world, id);
  });
});

describe('seeds and lots', () => {
  it('are drawn anew before the first result, under the same ids of matches', async () => {
    const { id, participants, bracket } = await world.draw(4);
    const order = participants.toReversed();
    expect((await playOn(world, id)({ type: 'seed', order })).status).toBe(200);
    const after = await world.bracket(id);
    expect(after.map((match) => match.id)).toEqual(bracket.map((match) => match.id));
    expect(after[0]?.participant1).toMatchObject({ id: order[0], seed: 1 });
    await world.result(id, after[0]?.id ?? 0, order[0] ?? 0);
    const late = await playOn(world, id)({ type: 'seed', order: participants });
    expect(late).toMatchObject({ status: 409, body: { type: '/problems/already-started' } });
    await expectWhole(world, id);
  });

  it('part those whom nothing else parts', async () => {
    const fields = { tournament_type: 'round_robin', format: { tie_breaks: ['points'], top: 2 } };
    const { id, participants, bracket } = await world.draw(3, fields);
    // Each has won one of two.
    for (const match of bracket.filter(({ section }) => section === 'group')) {
      const [one = 0, other = 0] = [match.participant1?.id, match.participant2?.id];
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      await world.result(id, match.id, high - low === 1 ? low : high);
    }
    const order = participants.toReversed();
    const strangers = await playOn(world, id)({ type: 'draw-lots', table: 0, order: [order[0], 2 ** 30] });
    expect(strangers).toMatchObject({ status: 404, body: { type: '/problems/not-in-draw' } });
    expect((await playOn(world, id)({ type: 'draw-lots', table: 0, order })).status).toBe(200);
    expect((await world.bracket(id)).at(-1)).toMatchObject({
      participant1: { id: order[0] },
      participant2: { id: order[1] },
    });
    await expectWhole(world, id);
  });
});

describe('who may', () => {
  it('a referee enters results and nothing else, a member nothing', async () => {
    const { id, bracket } = await world.draw(4);
    await world.call('PUT', `/${id}/staff/7`, world.trainer, { role: 'referee', name: 'Ref' });
    const play = (token: string, command: object) => world.call('POST', `/${id}/play`, token, { command });
    const start = { type: 'start', match_id: bracket[0]?.id };
    expect((await play(world.member(9), start)).status).toBe(403);
    expect((await play(world.member(7), start)).status).toBe(200);
    expect(await play(world.member(7), { type: 'undo' })).toMatchObject({
      status: 403,
      body: { type: '/problems/not-staff' },
    });
    expect((await world.bracket(id))[0]?.status).toBe('running');
  });

  it('nothing is played before the draw, nor in a cancelled tournament', async () => {
    const { id } = await world.filled(2);
    expect(await playOn(world, id)({ type: 'undo' })).toMatchObject({
      status: 409,
      body: { type: '/problems/not-drawn' },
    });
    expect((await world.call('GET', `/${id}/ranks`, world.trainer)).status).toBe(409);
    const drawn = await world.draw(2);
    await world.call('POST', `/${drawn.id}/cancel`, world.trainer, { reason: 'Storm' });
    const match = drawn.bracket[0];
    expect(await world.result(drawn.id, match?.id ?? 0, match?.participant1?.id ?? 0)).toMatchObject({
      status: 409,
      body: { type: '/problems/tournament-cancelled' },
    });
  });

  it('draw events cannot be changed', async () => {
    const { id } = await world.draw(2);
    const { drawId } = await statesOf(world, id);
    const change = (sql: string) => world.service.sql(sql, [drawId]);
    await expect(change(`update draw_events set log_seq = 9 where draw_id = $1`)).rejects.toThrow('appended');
    await expect(change('delete from draw_events where draw_id = $1')).rejects.toThrow('appended');
    expect((await world.call('DELETE', `/${id}`, world.trainer)).status).toBe(200);
    expect(await change('select 1 from draw_events where draw_id = $1')).toEqual([]);
  });
});
