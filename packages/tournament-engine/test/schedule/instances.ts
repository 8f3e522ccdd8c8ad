import * as fc from 'fast-check';
import type { Court, Job, PersonId, ScheduleInput, TimeWindow } from '../../src/index.js';
import { crowd, doubleKnockOut, groupsAndFinals, knockOut, roundRobin } from './draws.js';

/** One unit of time in made-up instances, milliseconds. */
export const unit = 60_000;
const dayLength = 60 * unit;

const drawOptions = fc.record({
  kind: fc.constantFrom('knock-out', 'double', 'round-robin', 'groups'),
  size: fc.integer({ min: 1, max: 3 }),
  duration: fc.integer({ min: 1, max: 5 }),
  shared: fc.integer({ min: 0, max: 3 }),
});

type DrawOptions = typeof drawOptions extends fc.Arbitrary<infer T> ? T : never;

function jobsOf({ kind, size, duration, shared }: DrawOptions, index: number): Job[] {
  const common = { draw: `d${index}`, duration: duration * unit };
  const people = (count: number): PersonId[] =>
    [...crowd(count)].map((name, at) => (at < shared ? name : `${index}-${name}`));
  if (kind === 'knock-out') return knockOut(people(2 ** size), common);
  if (kind === 'double') return doubleKnockOut(people(2 ** Math.max(2, size)), common);
  if (kind === 'round-robin') return roundRobin(people(size + 2), common);
  return groupsAndFinals([people(size + 2), crowd(size + 1, `${index}-x`)], common);
}

/** Several draws that share courts and people, with days, rests, restricted finals and people who come late or leave. */
export const instance: fc.Arbitrary<ScheduleInput> = fc
  .record({
    draws: fc.array(drawOptions, { minLength: 1, maxLength: 3 }),
    courts: fc.integer({ min: 1, max: 4 }),
    days: fc.integer({ min: 1, max: 3 }),
    pause: fc.boolean(),
    rest: fc.integer({ min: 0, max: 4 }),
    perDay: fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined }),
    centre: fc.boolean(),
    away: fc.array(
      fc.record({ person: fc.integer({ min: 1, max: 4 }), from: fc.nat(30), length: fc.integer({ min: 1, max: 150 }) }),
      {
        maxLength: 2,
      },
    ),
  })
  .map(({ draws, courts, days, pause, rest, perDay, centre, away }): ScheduleInput => {
    const jobs = draws.flatMap(jobsOf);
    const last = jobs.at(-1);
    if (centre && last) last.needs = ['centre'];
    const calendar = Array.from({ length: days }, (_day, at): TimeWindow => ({
      start: at * 2 * dayLength,
      end: at * 2 * dayLength + dayLength,
    }));
    const open = (court: number): TimeWindow[] =>
      calendar.flatMap(({ start, end }) =>
        pause
          ? [
              { start, end: start + (20 + court) * unit },
              { start: start + 30 * unit, end },
            ]
          : [{ start, end }],
      );
    const available = new Map(
      away.map(({ person, from, length }) => [`p${person}`, [{ start: from * unit, end: (from + length) * unit }]]),
    );
    return {
      jobs,
      courts: Array.from({ length: courts }, (_court, at): Court => ({
        id: at + 1,
        open: open(at),
        ...(at === 0 ? { has: ['centre'] } : {}),
      })),
      rules: {
        start: 0,
        rest: rest * unit,
        available: [...available].map(([person, windows]) => ({ person, windows })),
        days: calendar,
        ...(perDay === undefined ? {} : { perDay }),
      },
    };
  });

/** Courts that are always open. */
export function openCourts(count: number, until = 1e6 * unit): Court[] {
  return Array.from({ length: count }, (_court, at) => ({ id: at + 1, open: [{ start: 0, end: until }] }));
}
