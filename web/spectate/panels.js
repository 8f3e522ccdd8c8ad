/** @import { Panel, PublicView } from './types.d.ts' */
import { el } from '../dom.js';
import { matchCard } from '../draw/match-card.js';
import { currentMatches, partsOf } from '../draw/parts.js';
import { tableTitle } from '../draw/titles.js';
import { roundsView } from '../draw/rounds.js';
import { standingsView } from '../draw/standings.js';

/** Of what is played and of what comes next. */
const nextShown = 12;

/**
 * What there is to see: matches that are or can be played, tables, and the parts of the bracket.
 * @param {PublicView} view
 * @returns {Panel[]}
 */
export function panelsOf(view) {
  const now = currentMatches(view)
    .slice(0, nextShown)
    .map((match) => matchCard(view, match, { isAlone: true }));
  return [
    ...(now.length === 0 ? [] : [{ key: 'now', title: 'Now and next', node: el('ol', { class: 'now' }, now) }]),
    ...view.tables.map((shown) => ({
      key: `table-${shown.category_id}-${shown.table.table}`,
      title: tableTitle(view, view.tables, shown),
      node: standingsView(view, shown.table),
    })),
    ...partsOf(view).map((part) => ({ key: `part-${part.key}`, title: part.title, node: roundsView(view, part) })),
  ];
}
