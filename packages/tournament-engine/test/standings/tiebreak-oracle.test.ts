import * as fc from 'fast-check';
import { Results, Tiebreak, Tiebreaker, TournamentType, UnplayedRoundsAdjustment, type RoundResults } from 'tiebreak';
import { seededRandom, standings, type Criterion, type EntrantId, type Game } from '../../src/index.js';
import { runs } from '../runs.js';

const pairsOfNames: [Criterion, Tiebreak][] = [
  ['points', Tiebreak.SCORE],
  ['buchholz', Tiebreak.BUCHHOLZ],
  ['buchholz-cut-1', Tiebreak.BUCHHOLZ_CUT1],
  ['buchholz-cut-2', Tiebreak.BUCHHOLZ_CUT2],
  ['buchholz-median', Tiebreak.BUCHHOLZ_MEDIAN1],
];

/** The same rounds twice, with walkovers, byes of both kinds and absences. */
function tournament(count: number, rounds: number, seed: number): { games: Game[]; results: RoundResults[] } {
  const random = seededRandom(seed);
  const entrants = Array.from({ length: count }, (_item, index) => index + 1);
  const games: Game[] = [];
  const results = Array.from({ length: rounds }, (_item, index): RoundResults => {
    const round = index + 1;
    const result: RoundResults & { pairingAllocatedByes: EntrantId[]; halfPointByes: EntrantId[] } = {
      pairings: [],
      pairingAllocatedByes: [],
      halfPointByes: [],
    };
    const order = random.shuffle(entrants).filter((id) => {
      const roll = random.below(12);
      if (roll === 0) result.halfPointByes.push(id);
      return roll > 1;
    });
    for (const id of result.halfPointByes) {
      games.push({ id: games.length, round, sides: [id, null], kind: 'requested-bye', outcome: 'draw' });
    }
    for (let at = 0; at + 1 < order.length; at += 2) {
      const [white, black] = [order[at] ?? 0, order[at + 1] ?? 0];
      const forfeited = random.below(6) === 0;
      const outcome = (['first', 'second', forfeited ? 'none' : 'draw'] as const)[random.below(3)] ?? 'first';
      const score = { first: [1, 0], second: [0, 1], draw: [0.5, 0.5], none: [0, 0] } as const;
      result.pairings.push({ white, black, scoreWhite: score[outcome][0], scoreBlack: score[outcome][1], forfeited });
      games.push({ id: games.length, round, sides: [white, black], kind: forfeited ? 'walkover' : 'played', outcome });
    }
    const last = order.at(-1);
    if (order.length % 2 === 1 && last !== undefined) {
      result.pairingAllocatedByes.push(last);
      games.push({ id: games.length, round, sides: [last, null], kind: 'bye', outcome: 'first' });
    }
    return result;
  });
  return { games, results };
}

describe('tie-breaks of chess', () => {
  it.each([
    ['dummy', UnplayedRoundsAdjustment.FIDE_2023],
    ['none', UnplayedRoundsAdjustment.NONE],
  ] as const)('are those of the package tiebreak when unplayed rounds count as %s', (unplayed, adjustment) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 9 }), fc.nat(), (count, rounds, seed) => {
        const { games, results } = tournament(count, rounds, seed);
        // The package counts rounds to the given one, the engine to the last in which anything happened.
        const last = Math.max(0, ...games.map(({ round }) => round));
        const oracle = new Tiebreaker(new Results(TournamentType.SWISS, results), adjustment);
        const entrants = Array.from({ length: count }, (_item, index) => index + 1);
        const rows = standings(entrants, games, {
          points: { win: 1, draw: 0.5, loss: 0 },
          chain: pairsOfNames.map(([criterion]) => criterion),
          unplayed,
        });
        for (const { entrant, values } of rows) {
          expect(values).toEqual(pairsOfNames.map(([, tiebreak]) => oracle.tiebreak(tiebreak, entrant, last)));
        }
      }),
      runs(120),
    );
  });
});
