/** @import { DeadEvent, DeadEventPage, View } from '../types.d.ts' */
import { eventServices, refreshAlarms } from '../alarms.js';
import { get, post, remove } from '../api.js';
import { el, messageOf, spoken } from '../dom.js';
import { loader } from '../loader.js';
import { formatTime } from '../words.js';

/**
 * Events that services could not apply, for admins, who decide about them.
 * @returns {View}
 */
export function eventsView() {
  const outcome = el('p', { role: 'status' });
  const sections = eventServices.map((service) => serviceSection(service, outcome));
  const node = el(
    'section',
    {},
    el('h1', { tabindex: -1 }, 'Events that could not be applied'),
    el(
      'p',
      { class: 'quiet' },
      'Trying again also tries all that waits behind an event. A dropped event has no effect.',
    ),
    outcome,
    sections,
  );
  return { title: 'Events', node };
}

/**
 * @param {string} service
 * @param {HTMLElement} outcome where it is told what a decision has led to
 */
function serviceSection(service, outcome) {
  const content = el('div');
  const { reload, progress } = loader(async () => {
    /** @type {DeadEventPage} */
    const { items, total } = await get(`/api/${service}/dead-events?limit=50`);
    const more = total > items.length ? el('p', { class: 'quiet' }, `The newest ${items.length} of ${total}.`) : null;
    content.replaceChildren(
      ...(items.length === 0 ? [el('p', { class: 'quiet' }, 'None.')] : []),
      el('ul', { class: 'cards' }, items.map(card)),
      ...(more ? [more] : []),
    );
  });

  /** @param {DeadEvent} event */
  function card(event) {
    const { id, type, subject, source, error, attempts, failed_at, payload } = event;
    const name = `${type} of ${subject}`;
    return el(
      'li',
      { class: 'card' },
      el('h3', {}, name),
      el('p', {}, error),
      el(
        'p',
        { class: 'quiet' },
        `From ${source}, ${attempts} ${attempts === 1 ? 'try' : 'tries'}, `,
        el('time', { datetime: failed_at }, formatTime(failed_at)),
      ),
      el(
        'details',
        {},
        el('summary', {}, 'Content', spoken(` of ${name}`)),
        el('pre', {}, JSON.stringify(payload, null, 2)),
      ),
      el(
        'p',
        { class: 'actions' },
        action('Try again', name, () => post(`/api/${service}/dead-events/${id}/replay`, {})),
        action('Drop', name, () =>
          window.confirm(`${name} shall never have an effect in ${service}?`)
            ? remove(`/api/${service}/dead-events/${id}`)
            : Promise.resolve(undefined),
        ),
      ),
    );
  }

  /**
   * @param {string} label
   * @param {string} name
   * @param {() => Promise<{ replayed: number, error: string | null } | undefined>} decide
   */
  function action(label, name, decide) {
    const button = el('button', { type: 'button', onclick: () => void act() }, label, spoken(` ${name}`));
    async function act() {
      if (button.getAttribute('aria-disabled') === 'true') return;
      button.setAttribute('aria-disabled', 'true');
      try {
        const answer = await decide();
        if (answer === undefined) return;
        const failed = answer.error === null ? '' : ` It failed again: ${answer.error}`;
        outcome.textContent = `${answer.replayed} ${answer.replayed === 1 ? 'event' : 'events'} took effect.${failed}`;
        refreshAlarms();
        reload();
      } catch (error) {
        outcome.textContent = messageOf(error);
      } finally {
        button.removeAttribute('aria-disabled');
      }
    }
    return button;
  }

  reload();
  return el('section', {}, el('h2', {}, service), progress, content);
}
