import * as fc from 'fast-check';
import { getAt, readBracketsModel, replay, seededRandom, writeBracketsModel } from '../../src/index.js';
import { runs } from '../runs.js';
import { at, drawn, matchesOf, picker } from '../support.js';
import { bothGoOn, created, facts, ourTournament, playSome, stagesOf, types } from './brackets-tournaments.js';
import { Managed } from './managed.js';

describe.each(types)('a brackets-model of brackets-manager, %s,', (type) => {
  it('is imported to the same matches, opponents and results, wherever the tournament stands', async () => {
    await fc.assert(
      fc.asyncProperty(stagesOf(type), fc.nat({ max: 40 }), picker, async (shape, count, pick) => {
        const managed = await created(shape);
        await playSome(managed, shape, count, pick);
        const model = await managed.model();
        const { state, participants, name, events } = readBracketsModel(model);
        const options = { tournament: 0, nameOf: (id: unknown) => participants.find((one) => one.id === id)!.name };
        expect(facts(writeBracketsModel(state, options), state)).toEqual(facts(model, state));
        expect(name).toBe('theirs');
        expect(replay(events)).toEqual(state);
      }),
      runs(10, 3),
    );
  });

  it('goes on here as it would have gone on there', async () => {
    await fc.assert(
      fc.asyncProperty(stagesOf(type), fc.nat({ max: 12 }), picker, async (shape, count, pick) => {
        const managed = await created(shape);
        await playSome(managed, shape, count, pick);
        expect(await bothGoOn(managed, readBracketsModel(await managed.model()).state, pick)).toBe('the same');
      }),
      runs(4),
    );
  });
});

describe.each(types)('what is exported of a stage, %s,', (type) => {
  it('is imported by brackets-manager, which goes on playing it to the same end', async () => {
    await fc.assert(
      fc.asyncProperty(stagesOf(type), fc.nat({ max: 20 }), picker, async (shape, count, pick) => {
        const state = ourTournament(shape, count, pick, shape.type === 'round_robin');
        const managed = new Managed();
        await managed.take(writeBracketsModel(state, { tournament: 0 }));
        expect(await bothGoOn(managed, state, pick)).toBe('the same');
      }),
      runs(5),
    );
  });

  it('is imported again to the same state, match for match, in whatever order its rows are', () => {
    fc.assert(
      fc.property(stagesOf(type), fc.nat({ max: 40 }), picker, fc.nat(), (shape, count, pick, seed) => {
        const state = ourTournament(shape, count, pick);
        const written = writeBracketsModel(state, { tournament: 0 });
        const shuffled = Object.fromEntries(
          Object.entries(written).map(([table, rows]) => [table, seededRandom(seed).shuffle<unknown>(rows)]),
        );
        const again = readBracketsModel(JSON.parse(JSON.stringify(shuffled))).state;
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
      runs(10, 5),
    );
  });
});

describe('what is exported', () => {
  it('has sides that were given, numbers for the byes, and groups that come after others', () => {
    const given = drawn(3, { format: 'double-elimination', sides: [null, 3, 2, 1] });
    const model = writeBracketsModel(given, { tournament: 0 });
    const first = model.match.filter(({ round_id: round }) => round === 0);
    expect(first.map(({ opponent1, opponent2 }) => [opponent1, opponent2])).toEqual([
      [null, { id: 'e3', position: 3, result: 'win' }],
      [
        { id: 'e2', position: 2 },
        { id: 'e1', position: 1 },
      ],
    ]);
    const again = readBracketsModel(model).state;
    expect(getAt(again.stages, 0).plan).toMatchObject({ sides: [null, 3, 2, 1] });
    expect(matchesOf(again)).toEqual(matchesOf(given));
    const [groups, later] = [
      { format: 'round-robin', groups: 2 },
      { format: 'round-robin', qualify: { top: 1 } },
    ] as const;
    const { match, stage } = writeBracketsModel(drawn(4, groups, later), { tournament: 0 });
    expect(stage.map(({ name, number }) => [name, number])).toEqual([
      ['Stage 1', 1],
      ['Stage 2', 2],
    ]);
    expect(match.map(({ opponent1, opponent2 }) => [opponent1, opponent2])).toEqual([
      [
        { id: 'e1', position: 1 },
        { id: 'e4', position: 4 },
      ],
      [
        { id: 'e2', position: 2 },
        { id: 'e3', position: 3 },
      ],
      [{ id: null }, { id: null }],
    ]);
  });

  it('says which match of the upper bracket sends its loser down, and that the final is between the first of both', () => {
    const positions = (section: string): unknown[] => {
      const state = drawn(4, { format: 'double-elimination' });
      const { match } = writeBracketsModel(state, { tournament: 0 });
      return matchesOf(state)
        .filter((one) => one.section === section)
        .flatMap(({ id }) => [match[id]?.opponent1?.position, match[id]?.opponent2?.position]);
    };
    expect(positions('winners')).toEqual([1, 4, 2, 3, undefined, undefined]);
    expect(positions('losers')).toEqual([1, 2, 1, undefined]);
    expect(positions('final')).toEqual([undefined, 1]);
    expect(positions('reset')).toEqual([undefined, undefined]);
  });
});
