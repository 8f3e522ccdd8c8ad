import { EngineError } from '../errors.js';
import { isLowerBetter } from '../leaderboard/workout.js';
import type { LeaderboardPlan, Plan, StagePlan } from '../model/plan.js';
import type { EntrantId } from '../standings/game.js';
import { checkSeeding } from './check-seeding.js';
import { checkSides } from './check-sides.js';
import { checkFixtures, groupOfFixtures } from './fixtures.js';
import { invalidPlan } from './invalid-plan.js';

/** @throws EngineError `invalid-plan` or `too-few-entrants` when the plan cannot be drawn */
export function checkPlan({ entrants, stages }: Plan): void {
  if (stages.length === 0) throw invalidPlan('A tournament needs at least one stage.');
  const seen = new Set<EntrantId>();
  for (const id of entrants) {
    if (seen.has(id)) throw new EngineError('entrant-taken', `The entrant ${id} is there twice.`);
    seen.add(id);
  }
  let field = entrants.length;
  let tables: number[] = [];
  let before: StagePlan | undefined;
  for (const stage of stages) {
    if (before !== undefined) field = qualified(stage, tables, before);
    else if (stage.qualify !== undefined)
      throw invalidPlan('All entrants play in the first stage, so nobody qualifies for it.');
    requireCount(stage, field);
    for (const [name, value] of Object.entries(counts(stage))) {
      if (!Number.isSafeInteger(value) || value < 1) throw invalidPlan(`${name} is a whole number of at least one.`);
    }
    checkSides(stage, { field, isFirst: before === undefined });
    if (stage.format === 'round-robin') checkFixtures(stage, { field, isFirst: before === undefined });
    if (stage.format === 'leaderboard') requireWorkouts(stage, before === undefined);
    tables = tableSizes(stage, field);
    before = stage;
  }
}

/** How many come out of the stage before. */
function qualified(stage: StagePlan, tables: readonly number[], before: StagePlan): number {
  const { qualify } = stage;
  if (qualify === undefined) throw invalidPlan('A stage after the first says who qualifies for it.');
  const count = tables.length;
  if (count === 0) throw invalidPlan('Entrants qualify from groups, a Swiss stage or a leaderboard only.');
  const { top, best = 0 } = qualify;
  const smallest = tables.reduce((least, size) => Math.min(least, size), Infinity);
  if (!Number.isSafeInteger(top) || top < 1 || top > smallest) {
    throw invalidPlan(`Each table sends at least one and at most ${smallest} on.`);
  }
  // Somebody is next in every table, or they cannot be compared.
  const most = top < smallest ? count : 0;
  if (!Number.isSafeInteger(best) || best < 0 || best > most) throw invalidPlan(`At most ${most} more can qualify.`);
  if (best > 0 && count < 2) throw invalidPlan('There is nobody to compare in a single table.');
  const isCompared = best > 0 || qualify.seeding === 'record';
  if (isCompared && before.format === 'leaderboard') throw invalidPlan('Divisions are not compared with each other.');
  checkSeeding(stage, count);
  return top * count + best;
}

function requireCount(stage: StagePlan, entrants: number): void {
  const least = leastEntrants(stage);
  if (entrants < least) {
    throw new EngineError('too-few-entrants', `This stage needs at least ${least} entrants, and has ${entrants}.`);
  }
}

function leastEntrants(stage: StagePlan): number {
  if (stage.format === 'leaderboard') return 1;
  if (stage.format === 'round-robin') return 2 * (stage.groups ?? 1);
  return stage.format === 'double-elimination' ? 3 : 2;
}

/** How many are in each table. */
function tableSizes(stage: StagePlan, field: number): number[] {
  if (stage.format === 'swiss') return [field];
  if (stage.format === 'round-robin') {
    if (stage.fixtures !== undefined) return stage.fixtures.map((group) => groupOfFixtures(group).members.length);
    const groups = stage.groups ?? 1;
    return Array.from({ length: groups }, () => Math.floor(field / groups));
  }
  if (stage.format !== 'leaderboard') return [];
  const sizes = new Map<string | null, number>();
  for (let at = 0; at < field; at++) {
    const division = stage.divisions?.[at] ?? null;
    sizes.set(division, (sizes.get(division) ?? 0) + 1);
  }
  return [...sizes.values()];
}

function counts(stage: StagePlan): Record<string, number> {
  if (stage.format === 'swiss') return { rounds: stage.rounds };
  return stage.format === 'round-robin' ? { groups: stage.groups ?? 1, meetings: stage.meetings ?? 1 } : {};
}

function requireWorkouts({ workouts, scoring, divisions }: LeaderboardPlan, isFirst: boolean): void {
  if (workouts.length === 0) throw invalidPlan('A leaderboard needs at least one workout.');
  if (new Set(workouts.map(({ id }) => id)).size < workouts.length) throw invalidPlan('Two workouts have the same id.');
  if (scoring.by === 'sum' && new Set(workouts.map(isLowerBetter)).size > 1) {
    throw invalidPlan('Values can be added up when all workouts are better the same way.');
  }
  if (divisions !== undefined && !isFirst) throw invalidPlan('Only the first stage has divisions.');
}
