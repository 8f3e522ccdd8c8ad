import type { EntrantNumber, Feed } from '../model/match.js';
import type { Table } from '../model/stage.js';
import { gamesOf } from './games.js';
import { rankMembers } from './standing.js';
import type { Store } from './store.js';

/**
 * Those who took the same place in different groups, best first. Where groups differ in size, matches against the last
 * of the larger ones do not count, so that all have played equally many.
 */
export function bestPlaces(store: Store, table: Table): EntrantNumber[][] {
  const groups = table.feeds.map((feed) => store.table(groupOf(feed)));
  const size = Math.min(...groups.map(({ members }) => members.length));
  const games = groups.flatMap((group) => {
    const surplus = new Set<unknown>(group.order?.slice(size));
    return gamesOf(store, group).filter(({ sides }) => !sides.some((entrant) => surplus.has(entrant)));
  });
  const members = table.members.filter((member) => typeof member === 'number');
  return rankMembers(members, games, store.stage(table.stage).plan);
}

function groupOf(feed: Feed): number {
  if (feed.from !== 'place') throw new RangeError('places are compared between groups');
  return feed.table;
}
