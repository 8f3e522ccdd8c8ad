import type { tournamentsApi } from '@gym/contracts';
import { expectWhole, isReady, playOn, playToTheEnd, ranksIn, statesOf } from './play-support.js';
import { startWorld, type World } from './support.js';
import { exported, imported, importing, lasting, signed, type Document } from './transfer-support.js';

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
    ...{ section, round, match_number, status, score },
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
      if (type !== 'custom')
        expect((await world.call('PUT', `/${id}/participants`, world.trainer, late)).status).toBe(200);
      const [first, second] = (await world.bracket(id)).filter(isReady);
      const report = (match: tournamentsApi.Match | undefined, side: 1 | 2, more: object = {}) =>
        play({ type: 'report', match_id: match?.id, winner_id: match?.[`participant${side}`]?.id, ...more });
      expect((await report(first, 1, { score: 'close' })).status).toBe(200);
      if (second !== undefined) expect((await report(second, 2)).status).toBe(200);
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
