/** @import { TopicFrame } from './types.d.ts' */
import { byId, el } from './dom.js';
import { watchPerson } from './live.js';
import { sentenceOf } from './sentences.js';

const shownMs = 15_000;
const most = 4;

/**
 * Shows what is for this person or for everybody, until it is dismissed or some time has passed.
 * @param {number} userId
 * @returns {() => void} ends it
 */
export function showNews(userId) {
  const stop = watchPerson(userId, receive);
  return () => {
    stop();
    byId('news').replaceChildren();
  };
}

/** @param {TopicFrame} frame */
function receive(frame) {
  const text = frame.type === 'event' ? sentenceOf(frame) : undefined;
  const news = byId('news');
  // Some events are told to a person and to everybody.
  const isShown = [...news.querySelectorAll('p')].some((shown) => shown.textContent === text);
  if (text === undefined || isShown) return;
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
