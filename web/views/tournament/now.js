/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { Day } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { matchCard } from '../../draw/match-card.js';
import { currentMatches } from '../../draw/parts.js';
import { isAhead } from '../../draw/state.js';
import { formatClock } from '../../words.js';
import { actionOn, isReferee } from '../match/may.js';

/** Enough for a small hall; all of them are among the matches. */
const shown = 24;

/**
 * The next match of each entry of whoever looks.
 * @param {Day} day
 */
export function ownMatches(day) {
  const next = nextMatches(day);
  if (next.length === 0) return [];
  return [
    el('h2', {}, next.length === 1 ? 'Your next match' : 'Your next matches'),
    el(
      'ol',
      { class: 'now' },
      next.map((match) => {
        const card = matchCard(day, match, { isAlone: true, action: actionOn(day, match) });
        const expected = day.expected.find(({ match_id }) => match_id === match.id);
        const isWaiting = match.status === 'ready' || match.status === 'waiting';
        if (expected === undefined || !isWaiting) return card;
        card.append(el('p', { class: 'expected' }, `Probably at ${formatClock(expected.starts_at)}`));
        return card;
      }),
    ),
  ];
}

/** @param {Day} day */
function nextMatches(day) {
  return [...day.mine].flatMap((entry) => nextOf(day, entry) ?? []);
}

/**
 * @param {Day} day
 * @param {number} entry
 * @returns {DrawnMatch | undefined}
 */
function nextOf({ matches }, entry) {
  const order = ['running', 'ready', 'waiting'];
  const own = matches.filter((match) => isAhead(match, entry));
  own.sort(
    (a, b) =>
      order.indexOf(a.status) - order.indexOf(b.status) ||
      Number(a.court === undefined) - Number(b.court === undefined) ||
      a.stage - b.stage ||
      a.round - b.round,
  );
  return own[0];
}

/**
 * What has to be decided, what goes on and what comes next; own matches are shown above.
 * @param {Day} day
 * @param {(match: DrawnMatch) => boolean} isChanged
 */
export function nowTab(day, isChanged) {
  const disputed = isReferee(day) ? day.matches.filter(({ report }) => report === 'disputed') : [];
  const elsewhere = new Set([...disputed, ...nextMatches(day)]);
  const current = currentMatches(day).filter((match) => !elsewhere.has(match));
  const cards = (/** @type {DrawnMatch[]} */ matches) =>
    el(
      'ol',
      { class: 'now' },
      matches.map((match) =>
        matchCard(day, match, { isAlone: true, isChanged: isChanged(match), action: actionOn(day, match) }),
      ),
    );
  return [
    disputed.length > 0 &&
      el('section', { 'data-key': 'disputed' }, el('h2', {}, `In dispute: ${disputed.length}`), cards(disputed)),
    el(
      'section',
      { 'data-key': 'current' },
      el('h2', {}, 'Now and next'),
      current.length === 0
        ? el('p', { class: 'quiet' }, 'There is no other match to play now.')
        : cards(current.slice(0, shown)),
      current.length > shown && el('p', { class: 'quiet' }, `And ${current.length - shown} more, below Matches.`),
    ),
  ];
}
