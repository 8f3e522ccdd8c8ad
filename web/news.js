/** @import { TopicFrame } from './types.d.ts' */
import { byId, el } from './dom.js';
import { watch } from './live.js';

const shownMs = 15_000;
const most = 4;

/**
 * Shows what is for this person or for everybody, until it is dismissed or some time has passed.
 * @param {number} userId
 * @returns {() => void} ends it
 */
export function showNews(userId) {
  const stops = [`user:${userId}`, 'broadcast'].map((topic) => watch(topic, receive));
  return () => {
    for (const stop of stops) stop();
    byId('news').replaceChildren();
  };
}

/** @param {TopicFrame} frame */
function receive(frame) {
  const text = frame.type === 'event' ? sentence(frame.event, frame.data, frame.topic === 'broadcast') : undefined;
  if (text === undefined) return;
  const news = byId('news');
  /** @type {HTMLElement} */
  const item = el(
    'div',
    { class: 'toast' },
    el('p', {}, text),
    el('button', { type: 'button', 'aria-label': 'Dismiss', onclick: () => item.remove() }, '×'),
  );
  news.append(item);
  while (news.childElementCount > most) news.firstElementChild?.remove();
  setTimeout(() => item.remove(), shownMs);
}

/**
 * @param {string} event
 * @param {Record<string, unknown>} data
 * @param {boolean} isPublic
 */
function sentence(event, data, isPublic) {
  const { message, you_won, reason } = data;
  const name = typeof data['name'] === 'string' ? data['name'] : 'the tournament';
  if (typeof message === 'string') return message;
  switch (event) {
    case 'tournament.created':
      return `There is a new tournament: ${name}.`;
    case 'participant.approved':
      return `You take part in ${name}.`;
    case 'bracket.generated':
      return `The bracket of ${name} is drawn. Good luck!`;
    case 'match.finished':
      return you_won === true ? `${name}: you have won your match.` : `${name}: you have lost your match.`;
    case 'tournament.completed':
      return isPublic ? `${name} is over.` : `You have won ${name}. Congratulations!`;
    case 'user.banned':
      return typeof reason === 'string' ? `Your access has ended: ${reason}` : 'Your access has ended.';
    default:
      return undefined;
  }
}
