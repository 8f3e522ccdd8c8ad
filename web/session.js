/** @import { Session, User } from './types.d.ts' */

const key = 'session';

/**
 * Who is logged in. The session is in `localStorage`: all tabs share it, or each would use up the refresh token of the
 * others, and browsers never send it by themselves, so no other page can act with it. Scripts could read it, which is
 * why the content security policy admits our own only and user input never becomes markup.
 * @returns {Session | undefined}
 */
export function currentSession() {
  const stored = localStorage.getItem(key);
  return stored === null ? undefined : JSON.parse(stored);
}

/** @returns {User | undefined} */
export function currentUser() {
  return currentSession()?.user;
}

/**
 * Begins a session, or replaces what is known about the present one.
 * @param {Session} session
 */
export function beginSession(session) {
  localStorage.setItem(key, JSON.stringify(session));
  announce();
}

/** @param {string} [reason] what the person is told */
export function endSession(reason) {
  localStorage.removeItem(key);
  announce(reason);
}

/** @param {string} [reason] */
function announce(reason) {
  window.dispatchEvent(new CustomEvent('session', { detail: reason }));
}

// What another tab has done; a key of null means that it has cleared everything.
window.addEventListener('storage', (event) => {
  if (event.key === key || event.key === null) announce();
});
