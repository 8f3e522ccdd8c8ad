/** @import { Panel, PublicMatch, PublicRow, PublicTable, PublicView } from './types.d.ts' */
import { el, spoken } from '../dom.js';
import { roundName } from '../words.js';

/** Of what is played and of what comes next. */
const nextShown = 12;

/** @type {Record<string, string>} */
const sections = {
  main: 'Bracket',
  winners: 'Winners bracket',
  losers: 'Losers bracket',
  final: 'Final',
  reset: 'Deciding final',
  group: 'Group',
  swiss: 'Swiss rounds',
  ladder: 'Ladder',
};

/**
 * What there is to see: matches that are or can be played, tables, and the parts of the bracket.
 * @param {PublicView} view
 * @returns {Panel[]}
 */
export function panelsOf(view) {
  const nameOf = (/** @type {number | null} */ id) => (id === null ? undefined : view.names.get(id));
  const current = view.matches.filter(({ status }) => status === 'running' || status === 'ready');
  current.sort((a, b) => Number(b.status === 'running') - Number(a.status === 'running'));
  const now = current.slice(0, nextShown).map((match) => matchItem(match, nameOf));
  const parts = groupBy(view.matches, ({ category_id, stage, section, group }) =>
    JSON.stringify([category_id, stage, section, group]),
  );
  return [
    ...(now.length === 0 ? [] : [{ title: 'Now and next', node: el('ol', { class: 'now' }, now) }]),
    ...view.tables.map(({ category_id, table }) => ({
      title: titled(view, category_id, tableTitle(table)),
      node: tableOf(table),
    })),
    ...[...parts.values()].map((matches) => ({ title: partTitle(view, matches), node: part(matches, nameOf) })),
  ];
}

/**
 * @param {PublicView} view
 * @param {number | null} categoryId
 * @param {string} title
 */
function titled(view, categoryId, title) {
  const category = categoryId === null ? undefined : view.categories.get(categoryId);
  return category === undefined ? title : `${category}: ${title}`;
}

/** @param {PublicTable} table */
function tableTitle({ kind, group, division }) {
  if (kind === 'leaderboard') return division ?? 'Leaderboard';
  return group > 0 ? `Table of group ${group}` : 'Table';
}

/**
 * @param {PublicView} view
 * @param {PublicMatch[]} matches
 */
export function partTitle(view, [first]) {
  if (first === undefined) return '';
  const name = sections[first.section] ?? first.section.replace('places-', 'For place ');
  return titled(view, first.category_id, first.group === null ? name : `Group ${first.group}`);
}

/**
 * `Map.groupBy`, which televisions do not have yet.
 * @template Item, Key
 * @param {Item[]} items
 * @param {(item: Item) => Key} keyOf
 * @returns {Map<Key, Item[]>}
 */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** @typedef {(id: number | null) => string | undefined} NameOf */

/**
 * Rounds beside each other, as lists.
 * @param {PublicMatch[]} matches
 * @param {NameOf} nameOf
 */
function part(matches, nameOf) {
  const rounds = [...groupBy(matches, ({ round }) => round)].sort(([a], [b]) => a - b);
  const isTree = matches[0]?.section === 'main';
  return el(
    'div',
    { class: 'rounds', role: 'group', tabindex: 0, 'aria-label': 'Rounds' },
    rounds.map(([round, inRound]) =>
      el(
        'section',
        { class: 'show-round' },
        el('h3', {}, isTree ? roundName(round, rounds.length) : `Round ${round}`),
        el(
          'ol',
          {},
          inRound.sort((a, b) => a.match_number - b.match_number).map((match) => matchItem(match, nameOf)),
        ),
      ),
    ),
  );
}

/**
 * @param {PublicMatch} match
 * @param {NameOf} nameOf
 */
function matchItem(match, nameOf) {
  const { participant1_id, participant2_id, is_bye, status, score } = match;
  const nobody = is_bye ? 'free round' : 'not known yet';
  return el(
    'li',
    { class: `show-match ${status}` },
    status === 'running' && el('p', { class: 'playing' }, 'Being played'),
    side(match, 0, nameOf(participant1_id) ?? nobody),
    spoken(' against '),
    side(match, 1, nameOf(participant2_id) ?? nobody),
    score !== null && match.points === null && el('p', { class: 'score' }, score),
    status === 'walkover' && el('p', { class: 'score' }, 'without play'),
  );
}

/**
 * @param {PublicMatch} match
 * @param {0 | 1} at
 * @param {string} name
 */
function side(match, at, name) {
  const id = at === 0 ? match.participant1_id : match.participant2_id;
  const won = id !== null && id === match.winner_id;
  return el(
    'p',
    { class: `show-side${won ? ' won' : match.winner_id === null ? '' : ' lost'}${id === null ? ' empty' : ''}` },
    el('span', { class: 'name' }, name),
    match.points !== null && el('span', { class: 'points' }, spoken(', '), String(match.points[at])),
    won && spoken(', won'),
  );
}

/** @param {PublicTable} table */
function tableOf({ rows, board }) {
  const isBoard = rows.length === 0;
  const heads = isBoard ? ['', 'Name', 'Points'] : ['', 'Name', 'Played', 'Won', 'Drawn', 'Lost', 'Points'];
  return el(
    'table',
    { class: 'standings' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        heads.map((head) => el('th', { scope: 'col' }, head === '' ? spoken('Place') : head)),
      ),
    ),
    el(
      'tbody',
      {},
      (isBoard ? board : rows).map((row) => tableRow(row, isBoard)),
    ),
  );
}

/**
 * @param {PublicRow} row
 * @param {boolean} isBoard
 */
function tableRow({ rank, participant, played = 0, wins = 0, draws = 0, losses = 0, points }, isBoard) {
  const numbers = isBoard ? [points] : [played, wins, draws, losses, points];
  return el(
    'tr',
    {},
    el('td', {}, String(rank)),
    el('th', { scope: 'row' }, participant.name),
    numbers.map((number) => el('td', {}, String(Math.round(number * 100) / 100))),
  );
}
