import * as fc from 'fast-check';
import { requireVersion, versionTag } from '../src/entity-tag.js';
import { AppError } from '../src/errors.js';

function outcome(ifMatch: string | undefined, version: number): number {
  try {
    requireVersion(ifMatch, version);
    return 200;
  } catch (error) {
    return error instanceof AppError ? error.status : 0;
  }
}

describe('If-Match', () => {
  it('lets a write through exactly when the present version is among those it names', () => {
    const version = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1 }), version, fc.boolean(), (seen, present, isWeak) => {
        const header = seen.map((item) => `${isWeak ? 'W/' : ''}${versionTag(item)}`).join(', ');
        expect(outcome(header, present)).toBe(seen.includes(present) ? 200 : 412);
      }),
    );
  });

  it.each([[undefined], ['*'], [' * ']])('takes %p for any version', (header) => {
    expect(outcome(header, 7)).toBe(200);
  });

  it.each(['', '7', '"7', '"7",', '"7" "8"', '*, "7"', '"7"x', '"a"b"'])('refuses the header %p', (header) => {
    expect(outcome(header, 7)).toBe(400);
  });
});
