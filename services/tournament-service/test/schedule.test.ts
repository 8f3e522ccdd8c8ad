import { array, assert, integer, nat, option, property, tuple } from 'fast-check';
import { withoutLost } from '../src/domain/lost-courts.js';
import { isHard } from '../src/domain/schedule-conflicts.js';

const minute = 60_000;
const at = (minutes: number): string => new Date(minutes * minute).toISOString();
const span = tuple(nat(200), integer({ min: 1, max: 60 })).map(([start, length]) => ({
  starts_at: at(start),
  ends_at: at(start + length),
}));
const loss = tuple(nat(200), option(integer({ min: 1, max: 60 }), { nil: undefined })).map(([start, length]) => ({
  court_id: 1,
  from: at(start),
  until: length === undefined ? undefined : at(start + length),
}));

describe('a court that is lost', () => {
  it('is open exactly when it was open and is not lost', () => {
    assert(
      property(array(span, { maxLength: 4 }), array(loss, { maxLength: 3 }), (open, lost) => {
        const [court] = withoutLost([{ id: 1, name: 'One', open }], lost);
        const inside = (windows: { starts_at: string; ends_at: string }[], time: number): boolean =>
          windows.some(({ starts_at, ends_at }) => Date.parse(starts_at) <= time && time < Date.parse(ends_at));
        const isLost = (time: number): boolean =>
          lost.some(
            ({ from, until }) =>
              Date.parse(from) <= time && time < (until === undefined ? Infinity : Date.parse(until)),
          );
        const times = Array.from({ length: 300 }, (_time, index) => (index + 0.5) * minute);
        const left = times.filter((time) => inside(court?.open ?? [], time));
        expect(left).toEqual(times.filter((time) => inside(open, time) && !isLost(time)));
      }),
      { numRuns: 50 },
    );
  });

  it('leaves the others as they are', () => {
    const courts = [{ id: 2, name: 'Two', open: [{ starts_at: at(0), ends_at: at(60) }] }];
    expect(withoutLost(courts, [{ court_id: 1, from: at(10) }])).toEqual(courts);
  });
});

describe('a conflict', () => {
  const places = new Map([
    [1, { job: 1, court: 1, start: 0, end: 30 * minute }],
    [2, { job: 2, court: 2, start: 35 * minute, end: 65 * minute }],
    [3, { job: 3, court: 2, start: 20 * minute, end: 50 * minute }],
  ]);

  it('cannot be forced where nobody could play', () => {
    expect(isHard({ kind: 'court', jobs: [1, 3], court: 1 }, places)).toBe(true);
    expect(isHard({ kind: 'people', jobs: [1, 3], people: [7], certain: true }, places)).toBe(true);
    expect(isHard({ kind: 'order', jobs: [1, 3], missing: 20 * minute }, places)).toBe(true);
  });

  it('can be forced where it is inconvenient', () => {
    expect(isHard({ kind: 'people', jobs: [1, 3], people: [7], certain: false }, places)).toBe(false);
    expect(isHard({ kind: 'order', jobs: [1, 2], missing: 5 * minute }, places)).toBe(false);
    expect(isHard({ kind: 'rest', jobs: [1, 2], people: [7], certain: true, missing: 5 * minute }, places)).toBe(false);
    expect(isHard({ kind: 'closed', jobs: [1], court: 1 }, places)).toBe(false);
  });
});
