/** @import { Notification, NotificationPage, Reading, TopicFrame, View } from '../types.d.ts' */
import { get, patch, post } from '../api.js';
import { setUnread } from '../bell.js';
import { el, messageOf, spoken } from '../dom.js';
import { watchPerson } from '../live.js';
import { loader } from '../loader.js';
import { readingIn } from '../readings.js';
import { fieldsOf, sentenceOf } from '../sentences.js';
import { formatTime } from '../words.js';

const pageSize = 20;

/**
 * What the person was told, alone or with everybody, the newest first.
 * @param {number} userId
 * @returns {View}
 */
export function notificationsView(userId) {
  const outcome = el('p', { role: 'status' });
  const list = el('ul', { class: 'told', 'aria-label': 'Notifications' });
  const empty = el('p', { class: 'quiet', hidden: true }, 'Nobody has told you anything yet.');
  const more = el('button', { type: 'button', hidden: true, onclick: () => rest.reload() }, 'Show more');
  const all = el(
    'button',
    { type: 'button', hidden: true, onclick: () => readAll().catch(complain) },
    'Mark all as read',
  );
  /** What is on the page. @type {Map<number, Card>} */
  const cards = new Map();
  /** What has come while the view is open: the service may not list it yet. @type {Notification[]} */
  const arrived = [];
  /** @type {string | null} */
  let cursor = null;

  const first = loader(async () => {
    const items = await page(null);
    const newest = items[0]?.id ?? 0;
    cards.clear();
    list.replaceChildren();
    add([...arrived.filter(({ id }) => id > newest), ...items]);
  });
  const rest = loader(async () => {
    if (cursor === null) return;
    const [next] = add(await page(cursor));
    next?.node.focus();
  });

  /** @param {string | null} after */
  async function page(after) {
    /** @type {NotificationPage} */
    const { items, next_cursor, unread_count } = await get(
      `/api/notifications/?limit=${pageSize}${after === null ? '' : `&cursor=${encodeURIComponent(after)}`}`,
    );
    cursor = next_cursor;
    more.hidden = cursor === null;
    setUnread(unread_count);
    all.hidden = unread_count === 0;
    return items;
  }

  /**
   * @param {Notification[]} notifications
   * @returns {Card[]} the new ones
   */
  function add(notifications) {
    const fresh = notifications.filter(({ id }) => !cards.has(id)).map((told) => cardOf(told, read));
    for (const card of fresh) {
      const older = [...cards.keys()].filter((id) => id < card.id);
      const next = older.length === 0 ? undefined : cards.get(Math.max(...older));
      list.insertBefore(card.node, next?.node ?? null);
      cards.set(card.id, card);
    }
    empty.hidden = cards.size > 0;
    return fresh;
  }

  /** @param {Notification} told */
  async function read({ id }) {
    marked(await patch(`/api/notifications/${id}/read`, {}));
    // Its button is gone; what follows is where the next one is.
    cards.get(id)?.node.focus();
  }

  async function readAll() {
    const newest = Math.max(0, ...cards.keys());
    if (newest === 0) return;
    /** @type {Reading} */
    const reading = await post('/api/notifications/read-all', { up_to: newest });
    marked(reading);
    outcome.textContent = reading.unread_count === 0 ? 'All are read.' : 'All up to the newest one here are read.';
    outcome.focus();
  }

  /** @param {Reading} reading */
  function marked({ ids, unread_count }) {
    for (const id of ids) cards.get(id)?.markRead();
    setUnread(unread_count);
    all.hidden = unread_count === 0;
  }

  /** @param {TopicFrame} frame */
  function receive(frame) {
    if (frame.type === 'resync') {
      first.reload();
      return;
    }
    const reading = readingIn(frame);
    if (reading) {
      marked(reading);
      return;
    }
    const { seq: id, topic, event, data, time } = frame;
    const told = { id, topic, event, data, time, is_read: false };
    arrived.unshift(told);
    add([told]);
    all.hidden = false;
  }

  /** @param {unknown} error */
  function complain(error) {
    outcome.textContent = messageOf(error);
  }

  outcome.tabIndex = -1;
  const stop = watchPerson(userId, receive);
  const node = el(
    'section',
    { class: 'column' },
    el('h1', { tabindex: -1 }, 'Notifications'),
    el('p', { class: 'actions' }, all),
    outcome,
    first.progress,
    empty,
    list,
    rest.progress,
    more,
  );
  first.reload();
  return { title: 'Notifications', node, stop };

  /** @typedef {{ id: number, node: HTMLElement, markRead: () => void }} Card */

  /**
   * @param {Notification} told
   * @param {(told: Notification) => Promise<void>} onRead
   * @returns {Card}
   */
  function cardOf(told, onRead) {
    const text = sentenceOf(told) ?? 'There is something new.';
    const tournament = fieldsOf(told.data)['tournament_id'];
    const isGone = told.event === 'tournament.deleted';
    const mark = el(
      'button',
      { type: 'button', onclick: () => onRead(told).catch(complain) },
      'Mark as read',
      spoken(`: ${text}`),
    );
    const badge = el('span', { class: 'badge active' }, 'New');
    const card = el(
      'li',
      { class: told.is_read ? '' : 'unread', tabindex: -1 },
      el('p', {}, !told.is_read && badge, ' ', text),
      el(
        'p',
        { class: 'quiet' },
        el('time', { datetime: told.time }, formatTime(told.time)),
        told.topic === 'broadcast' && ' · for everybody',
      ),
      el(
        'p',
        { class: 'actions' },
        typeof tournament === 'number' &&
          !isGone &&
          el('a', { href: `#/tournaments/${tournament}` }, 'Open the tournament', spoken(`: ${text}`)),
        !told.is_read && mark,
      ),
    );
    return {
      id: told.id,
      node: card,
      markRead() {
        card.classList.remove('unread');
        badge.remove();
        mark.remove();
      },
    };
  }
}
