/** @import { OpenSession, SessionPage, View } from '../types.d.ts' */
import { get, post, remove } from '../api.js';
import { el, messageOf, spoken } from '../dom.js';
import { loader } from '../loader.js';
import { endSession } from '../session.js';
import { deviceName, formatTime } from '../words.js';

/**
 * Where the person is logged in, to end what is not theirs any longer.
 * @returns {View}
 */
export function sessionsView() {
  const outcome = el('p', { role: 'status' });
  const list = el('ul', { class: 'cards' });
  const more = el('button', { type: 'button', hidden: true, onclick: () => rest.reload() }, 'Show more');
  /** @type {string | null} */
  let cursor = null;

  const first = loader(async () => list.replaceChildren(...(await page(null))));
  const rest = loader(async () => {
    if (cursor === null) return;
    const cards = await page(cursor);
    list.append(...cards);
    cards[0]?.querySelector('button')?.focus();
  });

  /** @param {string | null} after */
  async function page(after) {
    /** @type {SessionPage} */
    const { items, next_cursor } = await get(
      `/api/auth/sessions?limit=20${after === null ? '' : `&cursor=${encodeURIComponent(after)}`}`,
    );
    cursor = next_cursor;
    more.hidden = cursor === null;
    return items.map(card);
  }

  /** @param {OpenSession} session */
  function card({ id, device, address, last_used_at, created_at, current }) {
    const name = deviceName(device);
    const end = async () => {
      await remove(`/api/auth/sessions/${id}`);
      outcome.textContent = `${name} is logged out.`;
      outcome.focus();
      first.reload();
    };
    return el(
      'li',
      { class: 'card' },
      el('h2', {}, name),
      current && el('p', { class: 'badge active' }, 'This device'),
      el(
        'p',
        { class: 'quiet' },
        address ?? 'Unknown address',
        el('br'),
        'Last used ',
        el('time', { datetime: last_used_at }, formatTime(last_used_at)),
        el('br'),
        'Logged in ',
        el('time', { datetime: created_at }, formatTime(created_at)),
      ),
      !current &&
        el(
          'p',
          { class: 'actions' },
          el(
            'button',
            { type: 'button', onclick: () => end().catch(complain) },
            'Log out',
            spoken(` ${name}, logged in ${formatTime(created_at)}`),
          ),
        ),
    );
  }

  async function everywhere() {
    await post('/api/auth/logout-all', {});
    endSession('You are logged out on every device.');
  }

  /** @param {unknown} error */
  function complain(error) {
    outcome.textContent = messageOf(error);
  }

  outcome.tabIndex = -1;
  const node = el(
    'section',
    {},
    el('h1', { tabindex: -1 }, 'Your logins'),
    el('p', { class: 'quiet' }, 'Log out what you do not know or have lost, and change your password then.'),
    outcome,
    first.progress,
    list,
    rest.progress,
    more,
    el('p', {}, el('button', { type: 'button', onclick: () => everywhere().catch(complain) }, 'Log out everywhere')),
  );
  first.reload();
  return { title: 'Your logins', node };
}
