import type { EntrantNumber, Feed } from '../model/match.js';
import type { Table } from '../model/stage.js';
import { isTiedCriterion } from '../standings/rules.js';
import { standings } from '../standings/standings.js';
import { gamesOf } from './games.js';
import { levelsOf, rulesOf } from './standing.js';
import type { Store } from './store.js';

/**
 * Those who took the same place in different groups, best first. Where groups differ in size, matches against the last
 * of the larger ones do not count, so that all have played equally many.
 */
export function bestPlaces(store: Store, table: Table): EntrantNumber[][] {
  const groups = table.feeds.map((feed) => store.table(groupOf(feed)));
  const size = groups.reduce((least, { members }) => Math.min(least, members.length), Infinity);
  const games = groups.flatMap((group) => {
    const surplus = new Set<unknown>(group.order?.slice(size));
    return gamesOf(store, group).filter(({ sides }) => !sides.some((entrant) => surplus.has(entrant)));
  });
  const rules = rulesOf(store.stage(table.stage).plan);
  // Entrants of different groups have not met.
  const chain = rules.chain.filter((criterion) => !isTiedCriterion(criterion));
  const everybody = groups.flatMap(({ members }) => members.filter((member) => typeof member === 'number'));
  const compared = new Set<unknown>(table.members);
  return levelsOf(standings(everybody, games, { ...rules, chain }))
    .map((level) => level.filter((entrant) => compared.has(entrant)))
    .filter((level) => level.length > 0);
}

function groupOf(feed: Feed): number {
  if (feed.from !== 'place') throw new RangeError('places are compared between groups');
  return feed.table;
}
