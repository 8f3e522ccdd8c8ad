/** @import { Match, Participant } from '../types.d.ts' */
import { el, spoken } from '../dom.js';
import { currentUser } from '../session.js';
import { roundName } from '../words.js';

/**
 * The bracket as a list of rounds; wide screens put them side by side.
 * @param {Match[]} matches
 * @param {Set<number>} changed ids of matches to point out
 */
export function bracket(matches, changed) {
  const rounds = Math.max(...matches.map((match) => match.round));
  const numbers = Array.from({ length: rounds }, (_, index) => index + 1);
  return el(
    'div',
    { class: 'bracket', role: 'region', 'aria-label': 'Bracket', tabindex: 0 },
    numbers.map((round) => {
      const inRound = matches.filter((match) => match.round === round);
      inRound.sort((a, b) => a.match_number - b.match_number);
      return el(
        'section',
        { class: 'round' },
        el('h3', {}, roundName(round, rounds)),
        el(
          'ol',
          {},
          inRound.map((match) => matchItem(match, changed.has(match.id))),
        ),
      );
    }),
  );
}

/**
 * @param {Match} match
 * @param {boolean} isChanged
 */
function matchItem(match, isChanged) {
  const { participant1, participant2, winner_id, score, is_bye, status } = match;
  const open = status === 'ready' || status === 'running';
  const state = is_bye ? 'bye' : open ? 'open' : status === 'waiting' ? 'waiting' : 'played';
  const nobody = is_bye ? 'no opponent' : 'not known yet';
  return el(
    'li',
    {},
    el(
      'div',
      { class: `match ${state}${isChanged ? ' changed' : ''}` },
      spoken(`Match ${match.match_number}: `),
      side(participant1, winner_id, nobody),
      spoken(' against '),
      side(participant2, winner_id, nobody),
      score !== null && el('p', { class: 'score' }, spoken('Score '), score),
      open && el('p', { class: 'score' }, progressOf(match)),
    ),
  );
}

/**
 * How far a match is that has no result.
 * @param {Match} match
 */
function progressOf({ status, court, live, report }) {
  const at = court === undefined ? '' : ` on ${court}`;
  if (report === 'disputed') return 'In dispute: staff will decide';
  if (live !== undefined) return `Game ${live.game}${at}: ${live.points.join(':')}`;
  if (status === 'running') return `Being played${at}`;
  return court === undefined ? 'To be played' : `Called to ${court}`;
}

/**
 * @param {Participant | null} participant
 * @param {number | null} winnerId
 * @param {string} nobody
 */
function side(participant, winnerId, nobody) {
  if (participant === null) return el('p', { class: 'side empty' }, nobody);
  const won = participant.id === winnerId;
  const isMe = participant.user_id !== null && participant.user_id === currentUser()?.id;
  return el(
    'p',
    { class: `side${won ? ' won' : winnerId === null ? '' : ' lost'}${isMe ? ' me' : ''}` },
    participant.seed !== null && el('span', { class: 'seed' }, spoken('seed '), String(participant.seed)),
    el('span', { class: 'name' }, participant.name, isMe && ' (you)'),
    won && el('span', { class: 'tick', 'aria-hidden': 'true' }, '✓'),
    won && spoken(' won'),
  );
}
