/** @import { Alarm, User } from './types.d.ts' */
import { get } from './api.js';
import { byId, el } from './dom.js';

const pollMs = 60_000;

/** The services that apply events of others, by their name below `/api`. */
export const eventServices = ['auth', 'users', 'tournaments'];

/**
 * How many events each service could not apply; one that does not answer is unknown.
 * @returns {Promise<Alarm[]>}
 */
async function readAlarms() {
  return Promise.all(
    eventServices.map(async (service) => {
      try {
        /** @type {{ total: number }} */
        const { total } = await get(`/api/${service}/dead-events?limit=1`);
        return { service, total };
      } catch {
        // The banner says "unknown"; the page itself must not fail because of it.
        return { service, total: undefined };
      }
    }),
  );
}

/**
 * Tells admins about events that could not be applied, and about services that do not say; nobody else is asked for.
 * @param {User} user
 * @returns {() => void} ends it
 */
export function watchAlarms(user) {
  const place = byId('alarms');
  let isOver = user.role !== 'admin';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function look() {
    clearTimeout(timer);
    const alarms = await readAlarms();
    if (isOver) return;
    const lines = alarms.flatMap(lineOf);
    // Unchanged text is left alone: screen readers would speak it every minute.
    if (place.textContent !== textOf(lines)) place.replaceChildren(...(lines.length > 0 ? [banner(lines)] : []));
    timer = setTimeout(look, pollMs);
  }

  function lookNow() {
    if (!isOver) void look();
  }

  if (!isOver) void look();
  window.addEventListener('alarms', lookNow);
  return () => {
    isOver = true;
    clearTimeout(timer);
    window.removeEventListener('alarms', lookNow);
    place.replaceChildren();
  };
}

/** Asks again now, after somebody has decided about an event. */
export function refreshAlarms() {
  window.dispatchEvent(new CustomEvent('alarms'));
}

/** @param {Alarm} alarm */
function lineOf({ service, total }) {
  if (total === undefined) return [`Events that could not be applied: unknown (${service} does not answer).`];
  if (total === 0) return [];
  return [`${total} ${total === 1 ? 'event' : 'events'} could not be applied: ${service}.`];
}

const linkText = 'Show them';

/** @param {string[]} lines */
function textOf(lines) {
  return lines.length === 0 ? '' : `${lines.join('')}${linkText}`;
}

/** @param {string[]} lines */
function banner(lines) {
  return el(
    'div',
    { class: 'alarm' },
    lines.map((line) => el('p', {}, line)),
    el('p', {}, el('a', { href: '#/events' }, linkText)),
  );
}
