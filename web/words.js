import { el } from './dom.js';

/** The page is in English, but people write dates as they do at home. */
const locale = navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB';
const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {string} time ISO 8601 */
export function formatTime(time) {
  return times.format(new Date(time));
}

/**
 * The time of day.
 * @param {string} time ISO 8601
 * @param {string} [timeZone] left out: where the reader is
 */
export function formatClock(time, timeZone) {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(time));
}

/**
 * @param {string} time ISO 8601
 * @param {string} timeZone
 */
export function formatDay(time, timeZone) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(new Date(time));
}

const statuses = { setup: 'Open for entries', active: 'Being played', completed: 'Finished' };

/** @param {{ status: keyof typeof statuses, phase: string }} tournament */
export function statusBadge({ status, phase }) {
  const other = phase === 'cancelled' ? 'Called off' : phase === 'draft' ? 'Draft' : undefined;
  return el('p', { class: `badge ${status}` }, other ?? statuses[status]);
}

/** @type {Record<'member' | 'trainer' | 'admin', string>} */
export const roles = { member: 'Member', trainer: 'Trainer', admin: 'Admin' };

/** @type {Record<'pending' | 'rejected' | 'active' | 'banned', string>} */
export const standings = {
  pending: 'Waits for approval',
  rejected: 'Rejected',
  active: 'May log in',
  banned: 'Banned',
};

/** @param {keyof typeof standings} status */
export function standingBadge(status) {
  return el('p', { class: `badge ${status}` }, standings[status]);
}

/** Of every form that takes a new password. */
export const newPasswordHint = 'At least 8 characters. No common word, no row of keys, not your own name.';

const browsers = { Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari' };
const systems = { Android: 'Android', iPhone: 'iPhone', iPad: 'iPad', Windows: 'Windows', Mac: 'Mac', Linux: 'Linux' };

/**
 * What a person would call the program that says so about itself; the first that fits, as most name others too.
 * @param {string | null} device a `User-Agent`
 */
export function deviceName(device) {
  if (device === null) return 'Unknown device';
  /** @param {Record<string, string>} names */
  const named = (names) => Object.entries(names).find(([part]) => device.includes(part))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  if (browser === undefined) return system ?? device.slice(0, 60);
  return system === undefined ? browser : `${browser} on ${system}`;
}
