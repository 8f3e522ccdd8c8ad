import * as fc from 'fast-check';
import { conflictsIn, planSchedule, type Job } from '../../src/index.js';
import { faultsIn, mostPerDay } from './check.js';
import { crowd, doubleKnockOut, knockOut } from './draws.js';
import { instance, openCourts, unit } from './instances.js';
import { runs } from '../runs.js';

describe('a planned schedule', () => {
  it('I33 I34 I35: has no two matches on a court, nobody in two places or without rest, and feeders first', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const { placements } = planSchedule(input);
        expect(faultsIn(input, placements)).toEqual([]);
        expect(conflictsIn(input, placements)).toEqual([]);
      }),
      runs(50, 6),
    );
  });

  it('places every job once or says why not, and never one without its feeders', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const { placements, unplaced } = planSchedule(input);
        const placed = new Set(placements.map(({ job }) => job));
        const reasons = new Map(unplaced.map(({ job, why }) => [job, why]));
        expect(placed.size + reasons.size).toBe(input.jobs.length);
        for (const { id, after } of input.jobs) {
          expect(placed.has(id)).toBe(!reasons.has(id));
          const waits = after.some((feeder) => reasons.has(feeder));
          expect(waits ? 'feeder' : reasons.get(id)).toBe(reasons.get(id));
        }
      }),
      runs(50, 6),
    );
  });

  it('lets nobody have more matches on a day than allowed, whatever undecided matches bring', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const { placements } = planSchedule(input);
        expect(mostPerDay(input, placements)).toBeLessThanOrEqual(input.rules.perDay ?? Infinity);
      }),
      runs(50, 6),
    );
  });

  it('I36: ends no earlier than its bound', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const { end, bound, placements } = planSchedule(input);
        expect(end).toBe(Math.max(input.rules.start, ...placements.map((placement) => placement.end)));
        expect(end).toBeGreaterThanOrEqual(bound.end);
      }),
      runs(50, 6),
    );
  });

  it("I36: of equal lengths without rest, ends within Graham's bound M d / K + (1 - 1/K) chain d", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.record({ rounds: fc.integer({ min: 1, max: 6 }), double: fc.boolean() }), {
          minLength: 1,
          maxLength: 3,
        }),
        (courts, draws) => {
          const made = draws.map(({ rounds, double }, at) => {
            const common = { draw: `d${at}`, duration: unit };
            const people = crowd(2 ** rounds, `${at}-`);
            return double && rounds > 1
              ? { jobs: doubleKnockOut(people, common), chain: 2 * rounds + 1 }
              : { jobs: knockOut(people, common), chain: rounds };
          });
          const jobs = made.flatMap((draw) => draw.jobs);
          const chain = Math.max(...made.map((draw) => draw.chain));
          const { end } = planSchedule({ jobs, courts: openCourts(courts), rules: { start: 0 } });
          expect(end / unit).toBeLessThanOrEqual(jobs.length / courts + (1 - 1 / courts) * chain + 1e-9);
        },
      ),
    );
  });

  it('I37: never moves a locked match, and plays the others around it', () => {
    fc.assert(
      fc.property(instance, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (input, picks) => {
        const first = planSchedule(input);
        fc.pre(first.placements.length > 0);
        const locked = new Set(picks.map((pick) => first.placements[pick % first.placements.length]?.job));
        const jobs = input.jobs.map((job): Job => {
          const place = first.placements.find((placement) => placement.job === job.id);
          if (!place || !locked.has(job.id)) return job;
          return { ...job, lock: { start: place.start, ...(place.court === null ? {} : { court: place.court }) } };
        });
        const second = planSchedule({ ...input, jobs });
        const fixed = first.placements.filter(({ job }) => locked.has(job));
        expect(second.placements).toEqual(expect.arrayContaining(fixed));
        expect(faultsIn({ ...input, jobs }, second.placements)).toEqual([]);
        expect(mostPerDay(input, second.placements)).toBeLessThanOrEqual(input.rules.perDay ?? Infinity);
      }),
      runs(50, 6),
    );
  });

  it('is the same for the same input', () => {
    fc.assert(
      fc.property(instance, (input) => {
        expect(planSchedule(input)).toEqual(planSchedule(input));
      }),
      runs(20),
    );
  });

  it('I8: is plain JSON', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const schedule = planSchedule(input);
        expect(JSON.parse(JSON.stringify(schedule))).toEqual(schedule);
      }),
      runs(20),
    );
  });
});
