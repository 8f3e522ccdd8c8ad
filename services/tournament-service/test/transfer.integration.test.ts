import type { tournamentsApi } from '@gym/contracts';
import { bodyLimitOf } from '@gym/contracts';
import { expectWhole, isReady, playOn, playToTheEnd, ranksIn, statesOf } from './play-support.js';
import { startWorld, type World } from './support.js';
import { exported, fullTournament, imported, importing, lasting, playedThrough } from './transfer-support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.service.stop());

const formats: [string, object, number][] = [
  ['single_elimination', { placement: 'third', best_of: 3 }, 7],
  ['double_elimination', {}, 6],
  ['round_robin', { groups: 2, lot_seed: 7, top: 1 }, 6],
  ['swiss', { rounds: 3, top: 2, lot_seed: 'a' }, 7],
  ['groups_playoff', { lot_seed: 1 }, 8],
  ['stepladder', {}, 4],
  ['custom', { bracket: 'A=[1,4] B=[2,3] final=[W:A,W:B] third=[L:A,L:B]' }, 4],
];

/** What everybody can see of who is where. */
const shown = (matches: tournamentsApi.Match[]): object[] =>
  matches.map(({ section, round, match_number, status, score, participant1, participant2 }) => ({
    key: [section, round, match_number, status, score],
    sides: [participant1?.name, participant2?.name],
  }));

async function expectSame(id: number): Promise<number> {
  const document = await exported(world, id);
  const preview = await importing(world, document, { preview: true });
  expect(preview.body).toMatchObject({ is_preview: true, faults: [], tournament: null });
  const copy = await imported(world, document);
  expect(lasting(await exported(world, copy))).toEqual(lasting(document));
  await expectWhole(world, copy);
  expect(shown(await world.bracket(copy))).toEqual(shown(await world.bracket(id)));
  return copy;
}

describe('a tournament that moves is the same but for its ids', () => {
  it.each(formats)(
    '%s %o: in the middle and at the end, and what was done can be taken back',
    async (type, format, count) => {
      const { id, participants } = await world.filled(count, { tournament_type: type, format });
      expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
      const play = playOn(world, id);
      const late = { participants: [{ name: 'Late' }], late: true };
      // Of the text of a custom bracket nobody can be more.
      const entered = await world.call('PUT', `/${id}/participants`, world.trainer, late);
      expect(entered.status).toBe(type === 'custom' ? 400 : 200);
      const [first, second] = (await world.bracket(id)).filter(isReady);
      const report = (match: tournamentsApi.Match | undefined, side: 1 | 2, more: object = {}) =>
        play({ type: 'report', match_id: match?.id, winner_id: match?.[`participant${side}`]?.id, ...more });
      expect((await report(first, 1, { score: 'close' })).status).toBe(200);
      // Of a stepladder there is one match at a time.
      expect((await report(second, 2)).status).toBe(second === undefined ? 422 : 200);
      // Corrected, taken back, done again, and the last of it taken back.
      const command = {
        type: 'report',
        match_id: first?.id,
        winner_id: first?.participant2?.id,
        score: 'no, this way',
      };
      expect((await play(command, { correct: true, force: true, reason: 'Misread.' })).status).toBe(200);
      expect((await play({ type: 'undo' })).status).toBe(200);
      expect((await play({ type: 'redo' })).status).toBe(200);
      expect((await play({ type: 'withdraw', participant_id: participants[0] }, { reason: 'Hurt.' })).status).toBe(200);
      expect((await play({ type: 'undo' })).status).toBe(200);

      const copy = await expectSame(id);
      const redo = { type: 'redo' };
      expect((await playOn(world, copy)(redo)).status).toBe(200);
      expect((await play(redo)).status).toBe(200);
      expect(shown(await world.bracket(copy))).toEqual(shown(await world.bracket(id)));
      for (const one of [id, copy]) {
        for (let steps = 0; steps < 3; steps++) expect((await playOn(world, one)({ type: 'undo' })).status).toBe(200);
      }
      expect(shown(await world.bracket(copy))).toEqual(shown(await world.bracket(id)));

      await playToTheEnd(world, id);
      await playToTheEnd(world, copy);
      const ranks = async (one: number) => ranksIn((await statesOf(world, one)).rows).map(({ rank }) => rank);
      expect(await ranks(copy)).toEqual(await ranks(id));
      const over = await expectSame(id);
      expect((await world.call('GET', `/${over}`, world.trainer)).body.phase).toBe('completed');
      expect((await playOn(world, over)({ type: 'undo' })).status).toBe(200);
      expect((await world.call('GET', `/${over}`, world.trainer)).body.phase).toBe('running');
    },
  );
});

describe('a whole tournament', () => {
  test('takes along settings, categories, people, answers, staff, courts, the plan, calls, reports and the log', async () => {
    const id = await fullTournament(world);
    const document = await exported(world, id);
    expect(JSON.stringify(document)).not.toMatch(/51[0-3]\d"?[,}]/);
    expect(document.people.map(({ name }) => name)).toEqual([
      'Member 0',
      'Member 1',
      'Member 2',
      'Member 3',
      'Member 4',
      'Asks',
      'Rita',
    ]);
    const people = Object.fromEntries(document.people.map((person) => [person.id, 6100 + person.id]));
    const copy = await imported(world, document, { people });
    const again = await exported(world, copy);
    expect(lasting(again)).toEqual(lasting(document));
    expect(again.tournament.settings.slug).toMatch(/^spring-cup/);
    for (const path of ['/schedule', '/schedule/estimates', '/participants?limit=50', '/reports?status=all']) {
      const answers = await Promise.all([id, copy].map((of) => world.call('GET', `/${of}${path}`, world.trainer)));
      const sizes = answers.map(({ body }) => (body.items ?? body.matches).length);
      expect([path, sizes[1]]).toEqual([path, sizes[0]]);
    }
    const { body } = await world.call('GET', `/${copy}/participants`, world.trainer);
    expect(body.map(({ user_id }: { user_id: number }) => user_id).toSorted()).toEqual([
      6101, 6102, 6103, 6104, 6105, 6106,
    ]);
    const [entry] = (await world.call('GET', `/${copy}/log?limit=1`, world.trainer)).body.items;
    expect(entry).toMatchObject({
      kind: 'tournament.imported',
      actor_id: 2,
      payload: { entries: document.history.length },
    });
    const actors = await world.service.sql(
      'select distinct actor_id from tournament_log where tournament_id = $1 and seq < $2',
      [copy, entry.seq],
    );
    expect(actors).toEqual([{ actor_id: null }]);
    // Double bookings are as impossible as before.
    const booked = (of: number): Promise<object[]> =>
      world.service.sql(
        'select count(*)::int as count from match_slot_people where match_id in (select id from matches where tournament_id = $1)',
        [of],
      );
    expect(await booked(copy)).toEqual(await booked(id));
  });

  test('comes with guests only where nobody is named, and tells nobody of what happened elsewhere', async () => {
    const document = await exported(world, await fullTournament(world));
    const preview = await importing(world, document, { preview: true, people: { 1: 6201 } });
    expect(preview.body.people).toContainEqual({ id: 1, name: 'Member 0', user_id: 6201 });
    const copy = await imported(world, document);
    const { body } = await world.call('GET', `/${copy}/participants`, world.trainer);
    expect(body.map(({ user_id }: { user_id: null }) => user_id)).toEqual(body.map(() => null));
    expect((await world.call('GET', `/${copy}/staff`, world.trainer)).body.items).toEqual([]);
    expect((await world.events(copy)).map(({ type }) => type)).toEqual(['gym.tournament.created.v1']);
    expect((await world.call('DELETE', `/${copy}`, world.trainer)).status).toBe(200);
  });

  test('teams, a leaderboard of divisions, a draft and one that was called off move too', async () => {
    const teams = await world.create({
      team: { min: 1, max: 3 },
      draft: true,
      registration_closes_at: '2026-03-30T00:00:00Z',
    });
    const roster = [{ name: 'Cap', user_id: 5201, role: 'captain' }, { name: 'Mate' }];
    expect(
      (await world.call('PUT', `/${teams}/participants`, world.trainer, { participants: [{ name: 'Team', roster }] }))
        .status,
    ).toBe(200);
    const questions = [{ type: 'choice', key: 'level', label: 'Level', options: ['Rx', 'Scaled'] }];
    const board = await world.create({
      tournament_type: 'leaderboard',
      format: { division_question: 'level' },
      questions,
    });
    const people = ['Rx', 'Scaled', 'Rx'].map((level, index) => ({ name: `P${index}`, answers: { level } }));
    const { participants } = (
      await world.call('PUT', `/${board}/participants`, world.trainer, { participants: people })
    ).body;
    await world.call('POST', `/${board}/generate-bracket`, world.trainer);
    for (const [index, { id }] of participants.entries()) {
      expect(
        (await playOn(world, board)({ type: 'score', workout: 'points', participant_id: id, value: index })).status,
      ).toBe(200);
    }
    const { id: off } = await world.draw(3);
    expect((await world.call('POST', `/${off}/cancel`, world.trainer, { reason: 'It rains.' })).status).toBe(200);
    for (const id of [teams, board, off]) {
      const document = await exported(world, id);
      const people = Object.fromEntries(document.people.map((person) => [person.id, 6300 + person.id]));
      const copy = await imported(world, document, { people });
      expect(lasting(await exported(world, copy))).toEqual(lasting(document));
      const phaseOf = async (one: number) => (await world.call('GET', `/${one}`, world.trainer)).body.phase;
      expect(await phaseOf(copy)).toBe(await phaseOf(id));
    }
  });

  test('of a bracket of before there were draws moves as what it becomes', async () => {
    const { id, bracket } = await world.draw(4);
    await world.result(id, bracket[0]?.id ?? 0, bracket[0]?.participant1?.id ?? 0, '3:1');
    await world.service.sql(
      'update matches set draw_id = null, number = null, record = null where tournament_id = $1',
      [id],
    );
    await world.service.sql('delete from draws where tournament_id = $1', [id]);
    expect(await expectSame(id)).not.toBe(id);
  });

  test('of a thousand people in one bracket moves whole, with every match played', async () => {
    const { id } = await world.filled(1000, { max_participants: 1024 });
    expect((await world.call('POST', `/${id}/generate-bracket`, world.trainer)).status).toBe(200);
    const document = playedThrough(await exported(world, id));
    expect(Buffer.byteLength(JSON.stringify({ document }))).toBeLessThan(
      bodyLimitOf('POST', '/api/tournaments/import'),
    );
    const copy = await imported(world, document);
    const state = await expectWhole(world, copy);
    expect(ranksIn(state)).toHaveLength(1000);
    expect((await world.call('GET', `/${copy}`, world.trainer)).body.phase).toBe('completed');
    expect(lasting(await exported(world, copy))).toEqual(lasting(document));
  });
});
