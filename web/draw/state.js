/** @import { DrawnMatch } from './types.d.ts' */

/** @param {Pick<DrawnMatch, 'status'>} match */
export function isOpen({ status }) {
  return status === 'ready' || status === 'running';
}

/** @param {Pick<DrawnMatch, 'status'>} match */
export function isDecided({ status }) {
  return status === 'played' || status === 'walkover';
}

/**
 * Whether an entry is a side of a match.
 * @param {DrawnMatch} match
 * @param {number} entry
 */
export function isSide({ participant1_id, participant2_id }, entry) {
  return participant1_id === entry || participant2_id === entry;
}

/**
 * Whether an entry has this match still before it.
 * @param {DrawnMatch} match
 * @param {number} entry
 */
export function isAhead(match, entry) {
  return isSide(match, entry) && !match.is_bye && !isDecided(match);
}
