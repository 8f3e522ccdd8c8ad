import type { StagePlan } from '../model/plan.js';
import { requirePowerOfTwo } from './check-sides.js';
import { invalidPlan } from './invalid-plan.js';
import { numberOf } from './qualifiers.js';

/**
 * @param tables how many the entrants come from
 * @throws EngineError `invalid-plan` when the seeding of those who qualify cannot be drawn
 */
export function checkSeeding(stage: StagePlan, tables: number): void {
  const { top, best = 0, seeding = 'cross' } = stage.qualify ?? { top: 0 };
  if (seeding === 'record' && tables < 2) throw invalidPlan('There is nobody to compare in a single table.');
  if (typeof seeding !== 'object') return;
  if (stage.format !== 'single-elimination' && stage.format !== 'double-elimination') {
    throw invalidPlan('Sides are given for the first round of a bracket only.');
  }
  requirePowerOfTwo(seeding);
  if (stage.format === 'double-elimination' && seeding.length < 4) throw invalidPlan('There are at least four sides.');
  const seen = new Set<number>();
  for (const place of seeding) {
    if (place === null) continue;
    const isThere =
      'best' in place ? isFrom1To(best, place.best) : isFrom1To(tables, place.table) && isFrom1To(top, place.place);
    if (!isThere) throw invalidPlan(`Nobody qualifies as ${JSON.stringify(place)}.`);
    seen.add(numberOf(place, tables, top));
  }
  const named = seeding.filter((place) => place !== null).length;
  if (seen.size !== named || named !== tables * top + best) throw invalidPlan('Everybody who qualifies has one side.');
}

function isFrom1To(last: number, value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= last;
}
