/** @import { Draw, DrawnMatch, Part } from './types.d.ts' */
import { isOpen } from './state.js';
import { partTitle } from './titles.js';

/**
 * @param {Draw} draw
 * @returns {Part[]} in the order they are played
 */
export function partsOf(draw) {
  const parts = groupBy(draw.matches, ({ category_id, stage, section, group }) =>
    JSON.stringify([category_id, stage, section, group]),
  );
  return [...parts].map(([key, matches]) => ({
    key,
    title: partTitle(draw, matches[0]),
    matches,
    shape: shapeOf(matches[0]),
  }));
}

/**
 * What is played now, then what is called, then what can be played.
 * @param {Draw} draw
 */
export function currentMatches({ matches }) {
  const open = matches.filter(isOpen);
  const urgency = (/** @type {DrawnMatch} */ { status, court }) =>
    status === 'running' ? 0 : court === undefined ? 2 : 1;
  return open.sort((a, b) => urgency(a) - urgency(b) || a.stage - b.stage || a.round - b.round);
}

/**
 * @param {DrawnMatch[]} matches of one part
 * @returns {[number, DrawnMatch[]][]} rounds, each in the order of its matches
 */
export function roundsOf(matches) {
  const rounds = [...groupBy(matches, ({ round }) => round)].sort(([a], [b]) => a - b);
  for (const [, inRound] of rounds) inRound.sort((a, b) => a.match_number - b.match_number);
  return rounds;
}

/**
 * @param {DrawnMatch | undefined} match any of the part
 * @returns {Part['shape']}
 */
function shapeOf(match) {
  if (match?.section === 'main' || match?.section === 'winners') return 'tree';
  return match?.section === 'group' || match?.section === 'swiss' ? 'table' : 'list';
}

/**
 * `Map.groupBy`, which televisions do not have yet.
 * @template Item, Key
 * @param {Item[]} items
 * @param {(item: Item) => Key} keyOf
 * @returns {Map<Key, Item[]>}
 */
export function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
