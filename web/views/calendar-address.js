/** @import { CalendarAddress, NewCalendarAddress } from '../types.d.ts' */
import { get, post, remove } from '../api.js';
import { el, messageOf } from '../dom.js';
import { loader } from '../loader.js';
import { formatTime } from '../words.js';

/** A secret address of the own matches, for calendar programs, which cannot log in. */
export function calendarAddress() {
  const content = el('div');
  const outcome = el('p', { role: 'status' });
  const { reload, progress } = loader(async () => {
    /** @type {CalendarAddress} */
    const { created_at } = await get('/api/tournaments/calendar-address');
    show(created_at);
  });

  /** @param {string | null} since */
  function show(since) {
    content.replaceChildren(
      el(
        'p',
        { class: 'quiet' },
        since === null ? 'There is no address yet.' : `There is one since ${formatTime(since)}.`,
      ),
      el(
        'p',
        { class: 'actions' },
        button(since === null ? 'Make an address' : 'Make another address', renew),
        since !== null && button('End the address', revoke),
      ),
    );
  }

  async function renew() {
    /** @type {NewCalendarAddress} */
    const { path, created_at } = await post('/api/tournaments/calendar-address', {});
    show(created_at);
    const address = new URL(path, location.href).href;
    const box = el('input', { readonly: true, value: address, 'aria-label': 'Address of your calendar' });
    content.append(el('p', {}, 'Copy it now: it is shown this once, and the one before leads nowhere any more.'), box);
    box.select();
    outcome.textContent = '';
  }

  async function revoke() {
    await remove('/api/tournaments/calendar-address');
    show(null);
    outcome.textContent = 'The address leads nowhere any more.';
  }

  /**
   * @param {string} text
   * @param {() => Promise<void>} act
   */
  function button(text, act) {
    return el('button', { type: 'button', onclick: () => act().catch(complain) }, text);
  }

  /** @param {unknown} error */
  function complain(error) {
    outcome.textContent = messageOf(error);
  }

  reload();
  return el(
    'section',
    {},
    el('h2', {}, 'Your calendar'),
    el('p', {}, 'Your matches in a calendar program. Whoever knows the address can read them: keep it to yourself.'),
    progress,
    content,
    outcome,
  );
}
