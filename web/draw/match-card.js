/** @import { Draw, DrawnMatch, Look } from './types.d.ts' */
import { el, spoken } from '../dom.js';
import { isDecided, isOpen } from './state.js';
import { matchTitle } from './titles.js';

/**
 * A match in a list: who plays, how it stands, and what can be done with it.
 * @param {Draw} draw
 * @param {DrawnMatch} match
 * @param {Look} [look]
 */
export function matchCard(draw, match, { isChanged, isAlone, action } = {}) {
  const { id, is_bye, status, match_number } = match;
  const state = is_bye ? 'bye' : isOpen(match) ? 'open' : status;
  const note = noteOf(match);
  return el(
    'li',
    { 'data-key': `match-${id}` },
    el(
      'div',
      { class: `match ${state}${isChanged ? ' changed' : ''}` },
      isAlone ? el('p', { class: 'where' }, matchTitle(draw, match)) : spoken(`Match ${match_number}: `),
      side(draw, match, 0),
      spoken(' against '),
      side(draw, match, 1),
      (note !== undefined || action !== undefined) &&
        el(
          'p',
          { class: 'foot' },
          el('span', { class: 'score' }, note),
          action !== undefined &&
            el(
              'button',
              { type: 'button', 'data-match': id },
              action,
              spoken(`: ${namesOf(draw, match).join(' against ')}`),
            ),
        ),
    ),
  );
}

/**
 * @param {Draw} draw
 * @param {DrawnMatch} match
 * @returns {[string, string]}
 */
export function namesOf({ people }, { participant1_id, participant2_id, is_bye }) {
  const nobody = is_bye ? 'no opponent' : 'not known yet';
  const nameOf = (/** @type {number | null} */ id) => people.get(id ?? 0)?.name ?? nobody;
  return [nameOf(participant1_id), nameOf(participant2_id)];
}

/**
 * How a match stands, where its sides do not say it.
 * @param {DrawnMatch} match
 * @returns {string | undefined}
 */
export function noteOf({ status, court, live, report, score, points, games, is_bye }) {
  if (is_bye) return undefined;
  if (status === 'walkover') return 'Decided without play';
  if (status === 'played') {
    if (games.length > 0) return games.map((game) => game.join(':')).join(', ');
    return points === null ? (score ?? undefined) : undefined;
  }
  if (status === 'waiting') return undefined;
  if (report === 'disputed') return 'In dispute: staff will decide';
  if (report === 'waiting') return 'Reported by one side';
  const at = court === undefined ? '' : ` on ${court}`;
  if (live !== undefined) return `Game ${live.game}${at}: ${live.points.join(':')}`;
  if (status === 'running') return `Being played${at}`;
  return court === undefined ? 'To be played' : `Called to ${court}`;
}

/**
 * Who has won, in a sentence.
 * @param {Draw} draw
 * @param {DrawnMatch} match that is decided
 */
export function outcomeOf(draw, match) {
  const { winner_id, points, status } = match;
  const name = winner_id === null ? undefined : draw.people.get(winner_id)?.name;
  if (status === 'walkover') return name === undefined ? 'nobody came' : `${name} moves on without play`;
  const numbers = points === null ? '' : `, ${points.join(':')}`;
  return name === undefined ? `a draw${numbers}` : `${name} has won${numbers}`;
}

/**
 * @param {Draw} draw
 * @param {DrawnMatch} match
 * @param {0 | 1} at
 */
function side(draw, match, at) {
  const { winner_id, points } = match;
  const id = at === 0 ? match.participant1_id : match.participant2_id;
  const name = namesOf(draw, match)[at];
  if (id === null) return el('p', { class: 'side empty' }, name);
  const won = id === winner_id;
  const isMine = draw.mine.has(id);
  const seed = draw.people.get(id)?.seed ?? null;
  return el(
    'p',
    { class: `side${won ? ' won' : isDecided(match) && winner_id !== null ? ' lost' : ''}${isMine ? ' me' : ''}` },
    seed !== null && el('span', { class: 'seed' }, spoken('seed '), String(seed)),
    el('span', { class: 'name' }, name, isMine && ' (you)'),
    points !== null && el('span', { class: 'points' }, spoken(', '), String(points[at])),
    won && el('span', { class: 'tick', 'aria-hidden': 'true' }, '✓'),
    won && spoken(' won'),
  );
}
