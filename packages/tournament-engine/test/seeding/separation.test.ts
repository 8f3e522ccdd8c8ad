import * as fc from 'fast-check';
import {
  dealSnake,
  seededRandom,
  seedOrder,
  separateInBracket,
  separateInGroups,
  type Member,
} from '../../src/index.js';
import { runs } from '../runs.js';
import { refused } from '../support.js';

const clubs = (max: number, clubCount: number) =>
  fc
    .record({ count: fc.integer({ min: 2, max }), clubs: fc.integer({ min: 1, max: clubCount }), seed: fc.nat() })
    .map(({ count, clubs, seed }) => {
      const random = seededRandom(seed);
      return Array.from({ length: count }, (_item, index): Member => {
        const roll = random.below(clubs + 1);
        return { id: index + 1, club: roll === 0 ? null : `club ${roll}` };
      });
    });

const bandOf = (seed: number): number => Math.ceil(Math.log2(seed));

/** Round in which two seeds meet first. */
function meetingRound(seats: readonly number[], a: number, b: number): number {
  let [x, y] = [seats.indexOf(a), seats.indexOf(b)];
  let round = 0;
  for (; x !== y; round += 1) [x, y] = [Math.floor(x / 2), Math.floor(y / 2)];
  return round;
}

/** Pairs of a club by the round of their meeting, counted one by one. */
function meetings(order: readonly Member[]): number[] {
  const size = 2 ** Math.ceil(Math.log2(order.length));
  const seats = seedOrder(size);
  const counts = Array.from({ length: Math.log2(size) }, () => 0);
  for (const [a, first] of order.entries()) {
    for (const [b, second] of order.entries()) {
      if (a >= b || first.club === null || first.club !== second.club) continue;
      const round = meetingRound(seats, a + 1, b + 1);
      counts[round - 1] = (counts[round - 1] ?? 0) + 1;
    }
  }
  return counts;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_other, at) => at !== index)).map((rest) => [item].concat(rest)),
  );
}

/** Every order that keeps seeds in their bands. */
function ordersWithinBands(members: readonly Member[]): Member[][] {
  let orders: Member[][] = [[]];
  for (let band = 0; band <= bandOf(members.length); band += 1) {
    const own = permutations(members.filter((_member, index) => bandOf(index + 1) === band));
    orders = orders.flatMap((order) => own.map((part) => order.concat(part)));
  }
  return orders;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

const reordered = (members: readonly Member[], order: readonly (number | string)[]): Member[] =>
  order.map((id) => members.find((member) => member.id === id) ?? { id, club: null });

describe('keeping clubs apart in a bracket', () => {
  it('has as few encounters in round 1 as any order within the bands, and hardly ever more in round 2', () => {
    let [worse, all] = [0, 0];
    for (let seed = 0; seed < 60; seed += 1) {
      const random = seededRandom(seed);
      const count = 4 + random.below(4);
      const members = Array.from({ length: 2 + random.below(10) }, (_item, index): Member => {
        const roll = random.below(count);
        return { id: index + 1, club: roll === 0 ? null : `club ${roll}` };
      });
      const found = separateInBracket(members).encounters.map(({ length }) => length);
      const best = ordersWithinBands(members).map(meetings).sort(compare)[0] ?? [];
      expect(found[0]).toBe(best[0]);
      all += 1;
      if (compare(found, best) > 0) worse += 1;
    }
    expect(worse).toBeLessThanOrEqual(all / 30);
  });

  it('moves seeds within their band only, keeps those it shall keep, and moves nobody who is alone', () => {
    fc.assert(
      fc.property(clubs(70, 9), fc.integer({ min: 0, max: 20 }), (members, keep) => {
        const { order, encounters, unavoidable } = separateInBracket(members, keep);
        expect(order.map((_id, index) => bandOf(index + 1))).toEqual(order.map((id) => bandOf(Number(id))));
        const kept = order.slice(0, Math.max(2, keep));
        expect(kept).toEqual(members.slice(0, kept.length).map(({ id }) => id));
        const after = meetings(reordered(members, order));
        expect(encounters.map(({ length }) => length)).toEqual(after);
        const sums = after.map((_count, index) => after.slice(0, index + 1).reduce((sum, count) => sum + count, 0));
        for (const [index, least] of unavoidable.entries()) expect(sums[index]).toBeGreaterThanOrEqual(least);
        const alone = members.map(({ id }) => ({ id, club: `club of ${id}` }));
        expect(separateInBracket(alone, keep).order).toEqual(members.map(({ id }) => id));
      }),
      runs(100),
    );
  });

  it('reaches what is unavoidable in full brackets of 16, 32 and 64, and says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(16, 32, 64), fc.nat(), fc.integer({ min: 2, max: 20 }), (size, seed, count) => {
        const random = seededRandom(seed);
        const members = Array.from({ length: size }, (_item, index): Member => ({
          id: index + 1,
          club: `club ${random.below(count)}`,
        }));
        const { order, encounters, unavoidable } = separateInBracket(members);
        let sum = 0;
        expect(encounters.map(({ length }) => (sum += length))).toEqual(unavoidable);
        const again = separateInBracket(reordered(members, order));
        expect(again.order).toEqual(order);
      }),
      runs(40),
    );
  });

  it('names the pairs that cannot be kept apart', () => {
    const members: Member[] = [1, 2, 3].map((id) => ({ id, club: 'Iron' }));
    expect(separateInBracket(members)).toEqual({
      order: [1, 2, 3],
      encounters: [
        [{ club: 'Iron', entrants: [2, 3] }],
        [
          { club: 'Iron', entrants: [1, 2] },
          { club: 'Iron', entrants: [1, 3] },
        ],
      ],
      unavoidable: [1, 3],
    });
  });

  it('refuses fewer than two entrants and repeated ones', () => {
    const member: Member = { id: 1, club: null };
    expect(() => separateInBracket([member])).toThrow(refused('too-few-entrants'));
    expect(() => separateInBracket([member, member])).toThrow(refused('repeated-entrant'));
  });
});

describe('keeping clubs apart in groups', () => {
  const dealt = fc.tuple(clubs(24, 5), fc.integer({ min: 1, max: 6 })).map(([members, groups]) => ({
    members,
    groups: dealSnake(members, groups),
  }));

  it('spreads each club as evenly as possible when all runs are complete', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.nat(), (groups, runs, seed) => {
        const random = seededRandom(seed);
        const members = Array.from({ length: groups * runs }, (_item, index): Member => ({
          id: index,
          club: `club ${random.below(4)}`,
        }));
        const { encounters, unavoidable } = separateInGroups(dealSnake(members, groups));
        expect(encounters).toHaveLength(unavoidable);
      }),
    );
  });

  it('is as good as any draw within the runs, also with an incomplete last run', () => {
    fc.assert(
      fc.property(clubs(8, 3), fc.integer({ min: 2, max: 3 }), (members, count) => {
        const groups = dealSnake(members, count);
        const runs = Array.from({ length: Math.ceil(members.length / count) }, (_item, run) =>
          groups.flatMap((group, at) => (group[run] === undefined ? [] : [{ at, member: group[run] }])),
        );
        let draws: string[][][] = [groups.map(() => [])];
        for (const run of runs) {
          const own = permutations(run.map(({ member }) => member.club ?? `none ${member.id}`));
          draws = draws.flatMap((draw) =>
            own.map((order) =>
              draw.map((group, at) => {
                const place = run.findIndex((item) => item.at === at);
                return place === -1 ? group : [...group, order[place] ?? ''];
              }),
            ),
          );
        }
        const pairs = (group: readonly string[]): number =>
          group.reduce((sum, club, index) => sum + group.slice(index + 1).filter((other) => other === club).length, 0);
        const best = Math.min(...draws.map((draw) => draw.reduce((sum, group) => sum + pairs(group), 0)));
        expect(separateInGroups(groups).encounters).toHaveLength(best);
      }),
      runs(200),
    );
  });

  it('keeps everybody in their run, so that no group gets stronger', () => {
    fc.assert(
      fc.property(dealt, ({ members, groups }) => {
        const result = separateInGroups(groups);
        const runOf = new Map(groups.flatMap((group) => group.map(({ id }, run) => [id, run])));
        expect(result.groups.map((group) => group.map((id) => runOf.get(id)))).toEqual(
          groups.map((group) => group.map((_member, run) => run)),
        );
        expect(result.groups.flat().sort(byNumber)).toEqual(members.map(({ id }) => id));
        const clubOf = new Map(members.map(({ id, club }) => [id, club]));
        for (const { club, entrants } of result.encounters) {
          expect(entrants.map((id) => clubOf.get(id))).toEqual([club, club]);
          expect(result.groups.some((group) => entrants.every((id) => group.includes(id)))).toBe(true);
        }
        expect(result.encounters.length).toBeGreaterThanOrEqual(result.unavoidable);
      }),
    );
  });

  it('moves nobody when no club meets itself, and refuses repeated entrants', () => {
    const groups: Member[][] = [
      [
        { id: 1, club: 'A' },
        { id: 2, club: 'B' },
      ],
      [{ id: 3, club: 'A' }],
    ];
    expect(separateInGroups(groups)).toEqual({ groups: [[1, 2], [3]], encounters: [], unavoidable: 0 });
    expect(separateInGroups([])).toEqual({ groups: [], encounters: [], unavoidable: 0 });
    expect(() =>
      separateInGroups([
        [
          { id: 1, club: null },
          { id: 1, club: null },
        ],
      ]),
    ).toThrow(refused('repeated-entrant'));
  });
});

const byNumber = (a: number | string, b: number | string): number => Number(a) - Number(b);
