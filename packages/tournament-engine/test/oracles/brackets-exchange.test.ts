import * as fc from 'fast-check';
import { readBracketsModel, writeBracketsModel } from '../../src/index.js';
import { runs } from '../runs.js';
import { at, matchesOf, picker } from '../support.js';
import { bothGoOn, created, facts, ourTournament, playSome, stages } from './brackets-tournaments.js';
import { Managed } from './managed.js';

describe('a brackets-model of brackets-manager', () => {
  it('is imported to the same matches, opponents and results, wherever the tournament stands', async () => {
    await fc.assert(
      fc.asyncProperty(stages, fc.nat({ max: 40 }), picker, async (shape, count, pick) => {
        const managed = await created(shape);
        await playSome(managed, shape, count, pick);
        const model = await managed.model();
        const { state, participants, name } = readBracketsModel(model);
        const options = { tournament: 0, nameOf: (id: unknown) => participants.find((one) => one.id === id)!.name };
        expect(facts(writeBracketsModel(state, options), state)).toEqual(facts(model, state));
        expect(name).toBe('theirs');
      }),
      runs(30),
    );
  });

  it('goes on here as it would have gone on there', async () => {
    await fc.assert(
      fc.asyncProperty(stages, fc.nat({ max: 12 }), picker, async (shape, count, pick) => {
        const managed = await created(shape);
        await playSome(managed, shape, count, pick);
        expect(await bothGoOn(managed, readBracketsModel(await managed.model()).state, pick)).toBe('the same');
      }),
      runs(12),
    );
  });
});

describe('what is exported', () => {
  it('is imported by brackets-manager, which goes on playing it to the same end', async () => {
    await fc.assert(
      fc.asyncProperty(stages, fc.nat({ max: 20 }), picker, async (shape, count, pick) => {
        const state = ourTournament(shape, count, pick, shape.type === 'round_robin');
        const managed = new Managed();
        await managed.take(writeBracketsModel(state, { tournament: 0 }));
        expect(await bothGoOn(managed, state, pick)).toBe('the same');
      }),
      runs(15),
    );
  });

  it('is imported again to the same state, match for match', () => {
    fc.assert(
      fc.property(stages, fc.nat({ max: 40 }), picker, (shape, count, pick) => {
        const state = ourTournament(shape, count, pick);
        const written = writeBracketsModel(state, { tournament: 0 });
        const again = readBracketsModel(JSON.parse(JSON.stringify(written))).state;
        for (const { id, sides, decision, result, bestOf } of matchesOf(state)) {
          const other = at(again, id);
          expect([other.sides, other.decision, other.bestOf]).toEqual([sides, decision, bestOf]);
          // The points of a single game are the score, and nothing else; why nobody played is not kept.
          const played = result?.kind === 'played' && bestOf === 1 ? { ...result, games: [] } : result;
          const reason = played?.kind === 'walkover' ? { ...played, reason: 'no-show' } : played;
          expect(other.result).toEqual(reason);
        }
        expect(writeBracketsModel(again, { tournament: 0 })).toEqual(written);
      }),
      runs(30),
    );
  });
});
