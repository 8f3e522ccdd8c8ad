import { tournamentsApi } from '@gym/contracts';
import { begin } from '@gym/tournament-engine';
import * as fc from 'fast-check';
import { stagesOf } from '../src/domain/plan.js';

const optionsOf = (tournament_type: string, options: object = {}): tournamentsApi.Format =>
  tournamentsApi.format.parse({ tournament_type, ...options });
const seeds = (count: number): number[] => Array.from({ length: count }, (_seed, index) => 100 + index);
const plan = (tournament_type: string, count: number, options: object = {}) =>
  stagesOf(optionsOf(tournament_type, options), { seeds: seeds(count) });

describe('the usual way of a type', () => {
  it('can be drawn for any number that is enough for it', () => {
    const least: Record<string, number> = { double_elimination: 3, groups_playoff: 4, leaderboard: 1 };
    const types = tournamentsApi.tournamentType.options.filter((type) => type !== 'custom');
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.integer({ min: 0, max: 60 }), (type, more) => {
        const count = (least[type] ?? 2) + more;
        expect(begin({ entrants: seeds(count), stages: plan(type, count) }).state.entrants.size).toBe(count);
      }),
    );
  });

  it('has groups of about four with two who go on', () => {
    expect([5, 8, 11, 16, 30].map((count) => plan('groups_playoff', count)[0])).toMatchObject(
      [2, 2, 3, 4, 8].map((groups) => ({ format: 'round-robin', groups, standings: 'simple' })),
    );
    expect(plan('groups_playoff', 8)[1]).toMatchObject({ format: 'single-elimination', qualify: { top: 2 } });
  });

  it('has as many Swiss rounds as a bracket would have', () => {
    expect([2, 3, 8, 9, 100].map((count) => plan('swiss', count)[0])).toMatchObject(
      [1, 2, 3, 4, 7].map((rounds) => ({ rounds, standings: 'chess' })),
    );
  });
});

describe('options', () => {
  it('change of the rules of a table what they name, and leave the rest', () => {
    expect(plan('swiss', 4, { tie_breaks: ['points', 'buchholz'] })[0]).toMatchObject({
      standings: { points: { win: 1, draw: 0.5, loss: 0 }, chain: ['points', 'buchholz'], unplayed: 'dummy' },
    });
    expect(plan('round_robin', 4, { standings: 'fifa', points: { win: 2, draw: 1, loss: 0 } })[0]).toMatchObject({
      standings: { points: { win: 2, draw: 1, loss: 0 }, unplayed: 'none' },
    });
  });

  it('name pairs by participants, of whom those who do not take part are left out', () => {
    const forbidden_pairs = [
      [100, 102],
      [101, 999],
    ];
    expect(plan('swiss', 4, { forbidden_pairs })[0]).toMatchObject({ forbidden: [[1, 3]] });
  });

  it('make a play-off of any shape after a table', () => {
    const after = (options: object) => plan('swiss', 8, { top: 4, ...options })[1];
    expect(plan('swiss', 8)).toHaveLength(1);
    expect(after({ placement: 'third' })).toMatchObject({ format: 'single-elimination', placement: 'third' });
    expect(after({ playoff: 'stepladder' })).toMatchObject({ format: 'stepladder', qualify: { top: 4 } });
    expect(after({ playoff: 'double_elimination', grand_final: 'single', playoff_best_of: 5 })).toMatchObject({
      format: 'double-elimination',
      grandFinal: 'single',
      bestOf: 5,
    });
  });
});
