import { EngineError } from '../errors.js';
import type { StagePlan } from '../model/plan.js';
import { numberOf } from './qualifiers.js';

/**
 * @param tables how many the entrants come from
 * @throws EngineError `invalid-plan` when the seeding of those who qualify cannot be drawn
 */
export function checkSeeding(stage: StagePlan, tables: number): void {
  const { top, best = 0, seeding = 'cross' } = stage.qualify ?? { top: 0 };
  if (seeding === 'record' && tables < 2) throw invalid('There is nobody to compare in a single table.');
  if (typeof seeding !== 'object') return;
  if (stage.format !== 'single-elimination' && stage.format !== 'double-elimination') {
    throw invalid('Sides are given for the first round of a bracket only.');
  }
  if (seeding.length < 2 || !Number.isInteger(Math.log2(seeding.length))) {
    throw invalid('The sides of the first round are a power of two, at least two.');
  }
  if (stage.format === 'double-elimination' && seeding.length < 4) throw invalid('There are at least four sides.');
  const seen = new Set<number>();
  for (const place of seeding) {
    if (place === null) continue;
    const isThere =
      'best' in place ? isFrom1To(best, place.best) : isFrom1To(tables, place.table) && isFrom1To(top, place.place);
    if (!isThere) throw invalid(`Nobody qualifies as ${JSON.stringify(place)}.`);
    seen.add(numberOf(place, tables, top));
  }
  const named = seeding.filter((place) => place !== null).length;
  if (seen.size !== named || named !== tables * top + best) throw invalid('Everybody who qualifies has one side.');
}

function isFrom1To(last: number, value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= last;
}

function invalid(message: string): EngineError {
  return new EngineError('invalid-plan', message);
}
