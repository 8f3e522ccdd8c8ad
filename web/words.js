import { el } from './dom.js';

/** The page is in English, but people write dates as they do at home. */
const locale = navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB';
const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {string} time ISO 8601 */
export function formatTime(time) {
  return times.format(new Date(time));
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

const lastRounds = ['Final', 'Semi-finals', 'Quarter-finals'];

/**
 * @param {number} round from 1
 * @param {number} rounds
 */
export function roundName(round, rounds) {
  return lastRounds[rounds - round] ?? `Round ${round}`;
}

/** Of every form that takes a new password. */
export const newPasswordHint = 'At least 8 characters. No common word, no row of keys, not your own name.';
