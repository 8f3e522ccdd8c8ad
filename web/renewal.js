/** @import { Session } from './types.d.ts' */
import { beginSession, currentSession, endSession } from './session.js';

const timeoutMs = 10_000;

/** @type {Promise<Session | undefined> | undefined} */
let renewing;

/**
 * Exchanges the refresh token of a session whose access token is not accepted any longer. One exchange runs at a time,
 * over all tabs where the browser has locks; elsewhere the server gives tabs that come at once the same answer.
 * @param {Session} stale
 * @returns {Promise<Session | undefined>} the session that goes on; undefined when the login has ended
 * @throws when the server does not answer: the session stays as it is
 */
export function renewSession(stale) {
  return (renewing ??= locked(() => renew(stale)).finally(() => {
    renewing = undefined;
  }));
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function locked(work) {
  // Pages without TLS, other than those of this machine, have no locks.
  return navigator.locks === undefined ? work() : navigator.locks.request('session', work);
}

/**
 * @param {Session} stale
 * @returns {Promise<Session | undefined>}
 */
async function renew(stale) {
  const current = currentSession();
  // Another tab was first, or the person has logged out.
  if (current?.access_token !== stale.access_token) return current;
  if (current.refresh_token === undefined) return over();
  const response = await fetch('/api/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, application/problem+json' },
    body: JSON.stringify({ refresh_token: current.refresh_token }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 401 || response.status === 403) return over();
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  /** @type {Session} */
  const { access_token, refresh_token, user } = await response.json();
  const next = { access_token, refresh_token, user: { ...current.user, ...user } };
  beginSession(next);
  return next;
}

/** @returns {undefined} */
function over() {
  endSession('Your login has expired. Please log in again.');
}
