import { EngineError } from '../errors.js';
import type { Plan, StagePlan } from '../model/plan.js';
import type { EntrantId } from '../standings/game.js';

/** @throws EngineError `invalid-plan` or `too-few-entrants` when the plan cannot be drawn */
export function checkPlan({ entrants, stages }: Plan): void {
  if (stages.length === 0) throw invalid('A tournament needs at least one stage.');
  const seen = new Set<EntrantId>();
  for (const id of entrants) {
    if (seen.has(id)) throw new EngineError('entrant-taken', `The entrant ${id} is there twice.`);
    seen.add(id);
  }
  let field = entrants.length;
  let groups = 0;
  for (const [at, stage] of stages.entries()) {
    if (at > 0) field = qualified(stage, { field, groups });
    else if (stage.qualify !== undefined)
      throw invalid('All entrants play in the first stage, so nobody qualifies for it.');
    requireCount(stage, field);
    groups = tablesOf(stage);
    for (const [name, value] of Object.entries(counts(stage))) {
      if (!Number.isSafeInteger(value) || value < 1) throw invalid(`${name} is a whole number of at least one.`);
    }
  }
}

/** How many come out of the stage before. */
function qualified({ qualify }: StagePlan, before: { field: number; groups: number }): number {
  if (qualify === undefined) throw invalid('A stage after the first says who qualifies for it.');
  if (before.groups === 0) throw invalid('Entrants qualify from groups or a Swiss stage only.');
  const { top, best = 0 } = qualify;
  const smallest = Math.floor(before.field / before.groups);
  if (!Number.isSafeInteger(top) || top < 1 || top > smallest) {
    throw invalid(`Each table sends at least one and at most ${smallest} on.`);
  }
  const next = before.field - top * before.groups;
  if (!Number.isSafeInteger(best) || best < 0 || best > Math.min(before.groups, next)) {
    throw invalid(`At most ${Math.min(before.groups, next)} more can qualify.`);
  }
  if (best > 0 && before.groups < 2) throw invalid('There is nobody to compare in a single table.');
  return top * before.groups + best;
}

function requireCount(stage: StagePlan, entrants: number): void {
  const least = leastEntrants(stage);
  if (entrants < least) {
    throw new EngineError('too-few-entrants', `This stage needs at least ${least} entrants, and has ${entrants}.`);
  }
}

function leastEntrants(stage: StagePlan): number {
  if (stage.format === 'round-robin') return 2 * (stage.groups ?? 1);
  return stage.format === 'double-elimination' ? 3 : 2;
}

function tablesOf(stage: StagePlan): number {
  if (stage.format === 'round-robin') return stage.groups ?? 1;
  return stage.format === 'swiss' ? 1 : 0;
}

function counts(stage: StagePlan): Record<string, number> {
  if (stage.format === 'swiss') return { rounds: stage.rounds };
  return stage.format === 'round-robin' ? { groups: stage.groups ?? 1, meetings: stage.meetings ?? 1 } : {};
}

function invalid(message: string): EngineError {
  return new EngineError('invalid-plan', message);
}
