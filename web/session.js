/** @import { Session, User } from './types.d.ts' */

const key = 'session';

/**
 * Who is logged in. The token is in `sessionStorage`: it survives a reload, ends with the tab, and browsers never send
 * it by themselves, so no other page can act with it. Scripts could read it, which is why the content security policy
 * admits our own only and user input never becomes markup.
 * @returns {Session | undefined}
 */
export function currentSession() {
  const stored = sessionStorage.getItem(key);
  return stored === null ? undefined : JSON.parse(stored);
}

/** @returns {User | undefined} */
export function currentUser() {
  return currentSession()?.user;
}

/** @param {Session} session */
export function beginSession(session) {
  sessionStorage.setItem(key, JSON.stringify(session));
  announce();
}

/** @param {string} [reason] what the person is told */
export function endSession(reason) {
  sessionStorage.removeItem(key);
  announce(reason);
}

/** @param {string} [reason] */
function announce(reason) {
  window.dispatchEvent(new CustomEvent('session', { detail: reason }));
}
