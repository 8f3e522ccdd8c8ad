import type { EntrantNumber } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import type { Table } from '../model/stage.js';
import { pointsFor, seats, type Game, type PointRules } from '../standings/game.js';
import { gamesOf } from './games.js';
import { drawLot } from './lot.js';
import type { Store } from './store.js';

const usual: PointRules = { win: 1, draw: 0.5, loss: 0 };

/** Members of a table as it stands, best first, those who are level together. */
export function standingOf(store: Store, table: Table): EntrantNumber[][] {
  const members = table.members.filter((member) => typeof member === 'number');
  return rankMembers(members, gamesOf(store, table), store.stage(table.stage).plan);
}

/** The same for any games of any members. */
export function rankMembers(
  members: readonly EntrantNumber[],
  games: readonly Game[],
  plan: StagePlan,
): EntrantNumber[][] {
  const rules = ('points' in plan ? plan.points : undefined) ?? usual;
  const points = new Map(members.map((member) => [member, 0]));
  for (const game of games) {
    for (const seat of seats) {
      const entrant = game.sides[seat];
      const sum = typeof entrant === 'number' ? points.get(entrant) : undefined;
      if (typeof entrant === 'number' && sum !== undefined) points.set(entrant, sum + pointsFor(game, seat, rules));
    }
  }
  const groups = new Map<number, EntrantNumber[]>();
  for (const [entrant, sum] of points) groups.set(sum, [...(groups.get(sum) ?? []), entrant]);
  const levels = [...groups].sort((a, b) => b[0] - a[0]).map(([, level]) => level);
  const lotSeed = 'lotSeed' in plan ? plan.lotSeed : undefined;
  return lotSeed === undefined
    ? levels
    : levels.flatMap((level) => drawLot(level, lotSeed).map((entrant) => [entrant]));
}
