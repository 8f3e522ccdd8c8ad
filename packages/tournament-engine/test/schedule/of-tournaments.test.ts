import * as fc from 'fast-check';
import {
  conflictsIn,
  execute,
  jobsOf,
  planSchedule,
  replan,
  type Placement,
  type ScheduleInput,
  type StagePlan,
  type State,
} from '../../src/index.js';
import { runs } from '../runs.js';
import { drawn, judge, matchesOf, picker, playAll, verdict } from '../support.js';
import { faultsIn } from './check.js';

const minute = 60_000;
const start = Date.UTC(2026, 8, 1, 9);
const courts = ['A', 'B', 'C'].map((id) => ({ id, open: [{ start, end: start + 48 * 60 * minute }] }));
const rules = { start, rest: 10 * minute };

const inputOf = (state: State): ScheduleInput => ({
  jobs: jobsOf(state, ({ bestOf }) => 15 * minute * bestOf),
  courts,
  rules,
});

const tournaments = fc.constantFrom<[number, StagePlan[]]>(
  [8, [{ format: 'double-elimination', grandFinal: 'reset', bestOf: [1, 1, 3] }]],
  [13, [{ format: 'double-elimination', grandFinal: 'reset' }]],
  [
    12,
    [
      { format: 'round-robin', groups: 3, lotSeed: 1 },
      { format: 'single-elimination', placement: 'third', qualify: { top: 2, best: 2 } },
    ],
  ],
  [
    9,
    [
      { format: 'round-robin', groups: 3, lotSeed: 2 },
      { format: 'double-elimination', qualify: { top: 2, seeding: 'record' } },
    ],
  ],
);

/** Who really played two matches too close to each other, or a match before one that decided who plays it. */
function broken(state: State, placements: readonly Placement[]): string[] {
  const placed = new Map(placements.map((placement) => [placement.job, placement]));
  const played = matchesOf(state).flatMap(({ id, sides }) => {
    const placement = placed.get(id);
    return placement !== undefined && sides.every((side) => typeof side === 'number') ? [{ id, sides, placement }] : [];
  });
  return played.flatMap(({ id, sides, placement }) =>
    played
      .filter((other) => other.id !== id && other.sides.some((side) => sides.includes(side)))
      .filter((other) => other.placement.start >= placement.start)
      .filter((other) => other.placement.start < placement.end + rules.rest)
      .map((other) => `${id} and ${other.id}`),
  );
}

describe('the schedule of a whole tournament on three courts, made before its first match', () => {
  it('I33, I34, I35: has no conflict for anybody who may come, and a second final after the first', () => {
    fc.assert(
      fc.property(tournaments, ([entrants, stages]) => {
        const state = drawn(entrants, ...stages);
        const input = inputOf(state);
        const plan = planSchedule(input);
        expect(plan.unplaced).toEqual([]);
        expect(faultsIn(input, plan.placements)).toEqual([]);
        expect(conflictsIn(input, plan.placements)).toEqual([]);
        expect(plan.end).toBeGreaterThanOrEqual(plan.bound.end);
        const at = new Map(plan.placements.map(({ job, start: begins, end }) => [job, { begins, end }]));
        const early = matchesOf(state).flatMap(({ id, winnerTo, loserTo }) =>
          [winnerTo, loserTo].flatMap((target) => {
            const [own, next] = [at.get(id), target?.to === 'side' ? at.get(target.match) : undefined];
            return own !== undefined && next !== undefined && next.begins < own.end + rules.rest ? [id] : [];
          }),
        );
        expect(early).toEqual([]);
      }),
      runs(4),
    );
  });

  it('I34: gives everybody the rest, whoever wins, from the groups to the last final', () => {
    fc.assert(
      fc.property(tournaments, judge, picker, ([entrants, stages], decide, pick) => {
        const state = drawn(entrants, ...stages);
        const { placements } = planSchedule(inputOf(state));
        expect(broken(playAll(state, decide, pick).state, placements)).toEqual([]);
      }),
      runs(25),
    );
  });

  it('I34: is planned again while it is played, and what has been played stays', () => {
    fc.assert(
      fc.property(tournaments, judge, fc.integer({ min: 1, max: 6 }), ([entrants, stages], decide, rounds) => {
        let state = drawn(entrants, ...stages);
        const first = planSchedule(inputOf(state));
        let plan: readonly Placement[] = first.placements;
        const kept = new Map<unknown, Placement>();
        for (let round = 1; round <= rounds; round++) {
          const now = start + round * 30 * minute;
          const over = plan.filter(({ end }) => end <= now);
          for (const placement of over.toSorted((a, b) => a.end - b.end)) {
            const match = matchesOf(state).find(({ id }) => id === placement.job);
            if (match === undefined || match.decision !== null || match.sides.some((side) => typeof side !== 'number'))
              continue;
            state = execute(state, verdict(match, decide)).state;
            kept.set(placement.job, placement);
          }
          const input = inputOf(state);
          const progress = plan
            .filter(({ start: begins, end }) => begins < now && end > now)
            .filter(({ job }) => input.jobs.some(({ id }) => id === job))
            .map(({ job, court, start: begins }) => ({ job, court, start: begins }));
          const again = replan({ ...input, plan, now, progress });
          plan = again.schedule.placements;
          expect(again.schedule.unplaced).toEqual([]);
        }
        const end = playAll(state, decide).state;
        expect(broken(end, [...kept.values(), ...plan])).toEqual([]);
      }),
      runs(10),
    );
  });
});
