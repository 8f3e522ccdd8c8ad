import * as fc from 'fast-check';
import type { StagePlan } from '../../src/index.js';
import { naive } from '../oracles/naive.js';
import { run, tries } from '../play/any-commands.js';
import { runs } from '../runs.js';
import { matchesOf } from '../support.js';

describe('any commands in any order', () => {
  it('I5: hold for up to 300 entrants', () => {
    const bracket = fc.constantFrom<StagePlan[]>(
      [{ format: 'single-elimination', placement: 'third' }],
      [{ format: 'double-elimination' }],
      [
        { format: 'round-robin', groups: 32, lotSeed: 5 },
        { format: 'double-elimination', qualify: { top: 1, best: 5 } },
      ],
    );
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 300 }), bracket, tries, (entrants, stages, attempts) => {
        const { state } = run(entrants, stages, attempts, () => undefined);
        const expected = naive(state);
        const all = matchesOf(state);
        expect(all.map(({ sides }) => sides)).toEqual(expected.sides);
        expect(all.map(({ decision }) => decision)).toEqual(expected.decisions);
      }),
      runs(20),
    );
  });
});
