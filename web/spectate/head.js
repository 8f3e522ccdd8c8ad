/** @import { PublicView } from './types.d.ts' */
import { ApiError } from '../api.js';
import { byId, el, messageOf } from '../dom.js';
import { namesOf } from '../draw/match-card.js';
import { formatTime, statusBadge } from '../words.js';

/**
 * Name and state of the tournament, and what is wrong with what is shown.
 * @param {PublicView} view
 */
export function showHead({ tournament, staleSeconds }) {
  document.title = tournament.name;
  const minutes = Math.max(1, Math.round((staleSeconds ?? 0) / 60));
  document
    .querySelector('.show-head')
    ?.replaceChildren(
      el('h1', {}, tournament.name),
      statusBadge(tournament),
      el('p', { class: 'when' }, formatTime(tournament.start_date)),
      staleSeconds === undefined
        ? ''
        : el('p', { class: 'notice', role: 'status' }, `Not up to date: as it was ${minutes} minutes ago.`),
    );
}

/** @param {unknown} error */
export function showFailure(error) {
  const main = byId('main');
  main.querySelector('.notice')?.remove();
  const isGone = error instanceof ApiError && error.status === 404;
  if (isGone) main.replaceChildren();
  main.prepend(el('p', { class: 'notice bad', role: 'alert' }, messageOf(error)));
}

/** @type {Map<number, number | null>} */
let winners = new Map();

/**
 * Says who has won since the last time, for those who do not see it.
 * @param {PublicView} view
 */
export function sayResults(view) {
  const isFirst = winners.size === 0;
  const won = view.matches.filter(({ id, winner_id, status }) => {
    return status === 'played' && winner_id !== null && winners.get(id) !== winner_id;
  });
  winners = new Map(view.matches.map(({ id, winner_id }) => [id, winner_id]));
  if (isFirst || won.length === 0) return;
  byId('said').textContent = won
    .slice(0, 5)
    .map((match) => {
      const [one, other] = namesOf(view, match);
      const [winner, loser] = match.winner_id === match.participant1_id ? [one, other] : [other, one];
      const result = match.points?.join(':') ?? match.score ?? '';
      return `${winner} has beaten ${loser}${result && ` ${result}`}.`;
    })
    .join(' ');
}
