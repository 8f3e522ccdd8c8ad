import type { FirstSides, StagePlan } from '../model/plan.js';
import { isDropOrder } from './drop-order.js';
import { invalidPlan } from './invalid-plan.js';

/** @throws EngineError `invalid-plan` when sides or orders that are given cannot be drawn */
export function checkSides(stage: StagePlan, { field, isFirst }: { field: number; isFirst: boolean }): void {
  if (stage.format !== 'single-elimination' && stage.format !== 'double-elimination') return;
  if (stage.sides !== undefined) {
    if (!isFirst) throw invalidPlan('Sides are given for the first stage only; see `seeding` for later ones.');
    requireSides(stage.sides, field);
  }
  if (stage.format !== 'double-elimination') return;
  for (const order of stage.drops ?? []) {
    if (!isDropOrder(order)) throw invalidPlan(`${String(order)} is no order in which losers come down.`);
  }
}

/** @throws EngineError `invalid-plan` */
export function requirePowerOfTwo(sides: readonly unknown[]): void {
  if (sides.length < 2 || !Number.isInteger(Math.log2(sides.length))) {
    throw invalidPlan('The sides of the first round are a power of two, at least two.');
  }
}

function requireSides(sides: FirstSides, field: number): void {
  requirePowerOfTwo(sides);
  const seeds = sides.filter((seed) => seed !== null);
  const there = new Set(seeds);
  const missing = Array.from({ length: field }, (_seed, index) => index + 1).find((seed) => !there.has(seed));
  if (missing !== undefined) throw invalidPlan(`Entrant ${missing} is at no side of the first round.`);
  if (seeds.length > field) throw invalidPlan('Somebody is at two sides of the first round, or does not take part.');
}
