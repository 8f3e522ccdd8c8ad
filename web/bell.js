/** @import { NotificationPage, TopicFrame } from './types.d.ts' */
import { get } from './api.js';
import { el, spoken } from './dom.js';
import { watchPerson } from './live.js';
import { readingIn } from './readings.js';

/** What comes on two topics comes within moments. */
const rememberedIds = 50;
const mostShown = 99;

const count = el('span', { class: 'count' });
/** The way to the notifications, with how many are unread. Not a live region: the news speak already. */
export const bell = el('a', { class: 'bell', href: '#/notifications' }, spoken('Notifications'), count);

let unread = 0;

/** @param {number} number as a service has said it */
export function setUnread(number) {
  unread = number;
  count.hidden = number === 0;
  count.replaceChildren(number > mostShown ? `${mostShown}+` : String(number), spoken(' unread'));
}

/**
 * Counts what this person is told.
 * @param {number} userId
 * @returns {() => void} ends it
 */
export function showBell(userId) {
  /** @type {Set<number>} */
  const counted = new Set();
  let isOver = false;
  let asked = 0;

  async function ask() {
    asked += 1;
    const mine = asked;
    try {
      /** @type {NotificationPage} */
      const { unread_count } = await get('/api/notifications/?limit=1');
      if (!isOver && mine === asked) setUnread(unread_count);
    } catch (error) {
      // The number stays; it is asked for again with the next connection.
      console.warn('the unread notifications are not counted', error);
    }
  }

  /** @param {TopicFrame} frame */
  function receive(frame) {
    if (frame.type === 'resync') {
      void ask();
      return;
    }
    const reading = readingIn(frame);
    if (reading) setUnread(reading.unread_count);
    else if (!counted.has(frame.seq)) setUnread(unread + 1);
    counted.add(frame.seq);
    if (counted.size > rememberedIds) counted.delete(Math.min(...counted));
  }

  setUnread(0);
  const stop = watchPerson(userId, receive);
  void ask();
  return () => {
    isOver = true;
    stop();
  };
}
