/** @import { CategoryTable, Draw, DrawnMatch } from './types.d.ts' */

/** @type {Record<string, string>} */
const sections = {
  main: 'Bracket',
  winners: 'Winners bracket',
  losers: 'Losers bracket',
  final: 'Final',
  reset: 'Deciding final, if it is needed',
  group: 'Everybody against everybody',
  swiss: 'Swiss rounds',
  ladder: 'Ladder',
  custom: 'Bracket',
};
const lastRounds = ['Final', 'Semi-finals', 'Quarter-finals'];

/**
 * @param {Draw} draw
 * @param {DrawnMatch | undefined} match any of the part
 */
export function partTitle(draw, match) {
  if (match === undefined) return '';
  const name = partName(draw, match) || sectionName(match.section);
  return titled(draw, match.category_id, name);
}

/**
 * What tells a part from others beside it; empty for the only one that has rounds like these.
 * @param {Draw} draw
 * @param {DrawnMatch} match any of the part
 */
function partName({ matches }, { section, group, category_id, stage }) {
  if (section === 'main' || section === 'swiss' || section === 'custom') return '';
  const others = matches.filter((other) => other.category_id === category_id && other.stage === stage);
  if (section === 'group') return others.some((other) => other.group !== group) ? `Group ${group}` : '';
  return sectionName(section);
}

/** @param {string} section */
function sectionName(section) {
  return sections[section] ?? section.replace('places-', 'For place ');
}

/**
 * Where a match belongs, in full.
 * @param {Draw} draw
 * @param {DrawnMatch} match
 */
export function matchTitle(draw, match) {
  const { section, group, round, match_number, category_id, stage } = match;
  const alike = draw.matches.filter(
    (other) =>
      other.section === section && other.group === group && other.category_id === category_id && other.stage === stage,
  );
  const part = titled(draw, category_id, partName(draw, match));
  const name = roundTitle(match, Math.max(...alike.map((other) => other.round)));
  return [
    part,
    alike.length > 1 && (part === '' ? name : name.toLowerCase()),
    alike.filter((other) => other.round === round).length > 1 && `match ${match_number}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * @param {DrawnMatch} match any of the round
 * @param {number} rounds of its part
 */
export function roundTitle({ section, round }, rounds) {
  return (section === 'main' ? lastRounds[rounds - round] : undefined) ?? `Round ${round}`;
}

/**
 * @param {Pick<Draw, 'categories'>} draw
 * @param {CategoryTable[]} tables
 * @param {CategoryTable} shown one of them
 */
export function tableTitle(draw, tables, { category_id, table: { kind, group, division, stage } }) {
  const isOneOfSome = tables.some((other) => {
    return other.category_id === category_id && other.table.stage === stage && other.table.group !== group;
  });
  const name =
    kind === 'leaderboard'
      ? (division ?? 'Leaderboard')
      : kind === 'best'
        ? 'The next best of all groups'
        : isOneOfSome
          ? `Table of group ${group}`
          : 'Table';
  return titled(draw, category_id, name);
}

/**
 * @param {Pick<Draw, 'categories'>} draw
 * @param {number | null} categoryId
 * @param {string} title
 */
function titled({ categories }, categoryId, title) {
  const category = categoryId === null ? undefined : categories.get(categoryId);
  return category === undefined ? title : title === '' ? category : `${category}: ${title}`;
}
