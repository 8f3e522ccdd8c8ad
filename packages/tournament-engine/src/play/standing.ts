import type { EntrantNumber } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import type { Table } from '../model/stage.js';
import { standingsPresets, type StandingsRules } from '../standings/rules.js';
import { standings, type StandingsRow } from '../standings/standings.js';
import { gamesOf } from './games.js';
import type { Store } from './store.js';

/** How the tables of a stage are ranked. */
export function rulesOf(plan: StagePlan): StandingsRules {
  if (plan.format !== 'round-robin' && plan.format !== 'swiss') return standingsPresets.simple;
  const { standings: chosen = plan.format === 'swiss' ? 'chess' : 'simple', lotSeed } = plan;
  const rules = typeof chosen === 'string' ? standingsPresets[chosen] : chosen;
  return lotSeed === undefined ? rules : { ...rules, lotSeed };
}

/** A table as it stands, best first. */
export function rowsOf(store: Pick<Store, 'match' | 'entrant' | 'stage'>, table: Table): StandingsRow[] {
  const members = table.members.filter((member) => typeof member === 'number');
  return standings(members, gamesOf(store, table), rulesOf(store.stage(table.stage).plan));
}

/** Those who share a rank together. */
export function levelsOf(rows: readonly Pick<StandingsRow, 'entrant' | 'rank'>[]): EntrantNumber[][] {
  const levels = new Map<number, EntrantNumber[]>();
  for (const { entrant, rank } of rows) {
    const level = levels.get(rank) ?? [];
    if (typeof entrant === 'number') level.push(entrant);
    levels.set(rank, level);
  }
  return [...levels.values()];
}
