/** @import { DrawnMatch } from '../draw/types.d.ts' */
/** @import { PublicView } from './types.d.ts' */
import { byId, el } from '../dom.js';
import { isOpen } from '../draw/state.js';
import { matchTitle } from '../draw/titles.js';
import { follow } from './follow.js';
import { showFailure, showHead } from './head.js';

/** Columns to write in; nobody plays more games by hand. */
const games = [1, 2, 3, 4, 5];

/** A sheet for each match that can be played now, to be filled in by hand; four of them on a page of A4. */
follow((view) => {
  showHead(view);
  const ready = view.matches.filter(isOpen);
  byId('main').replaceChildren(
    el(
      'p',
      { class: 'screen-only' },
      ready.length === 0 ? 'No match can be played now.' : `${ready.length} matches can be played now. `,
      ready.length > 0 && el('button', { type: 'button', onclick: () => print() }, 'Print'),
    ),
    ...ready.map((match) => sheet(view, match)),
  );
}, showFailure);

/**
 * @param {PublicView} view
 * @param {DrawnMatch} match
 */
function sheet(view, match) {
  const sides = [match.participant1_id, match.participant2_id];
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, matchTitle(view, match)),
    el('p', { class: 'print-only' }, view.tournament.name),
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Name'),
          games.map((game) => el('th', { scope: 'col' }, `Game ${game}`)),
          el('th', { scope: 'col' }, 'Result'),
        ),
      ),
      el(
        'tbody',
        {},
        sides.map((id) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, view.people.get(id ?? 0)?.name ?? ''),
            [...games, 0].map(() => el('td')),
          ),
        ),
      ),
    ),
    el('p', { class: 'lines' }, 'Court: ________   Time: ________   Referee: ____________________'),
  );
}
