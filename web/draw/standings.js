/** @import { Draw, DrawRow, DrawTable, WorkoutResult } from './types.d.ts' */
import { el, spoken } from '../dom.js';

/**
 * A table as it stands. Where points do not part two neighbours it is said what does.
 * @param {Draw} draw
 * @param {DrawTable} table
 * @param {(row: DrawRow) => Node | undefined} [actionOf] what can be done with a row
 */
export function standingsView(draw, { rows, board, rules, total, is_over }, actionOf = () => undefined) {
  const isBoard = rows.length === 0;
  const shown = isBoard ? board : rows;
  const hasDraws = shown.some(({ draws = 0 }) => draws > 0);
  const heads = isBoard ? ['Points'] : ['Played', 'Won', ...(hasDraws ? ['Drawn'] : []), 'Lost', 'Points'];
  const level = rules.filter((rule) => rule !== 'points').map(ruleName);
  return el(
    'div',
    { class: 'table-box' },
    el(
      'table',
      { class: 'standings' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, spoken('Place')),
          el('th', { scope: 'col' }, 'Name'),
          heads.map((head) => el('th', { scope: 'col' }, head)),
        ),
      ),
      el(
        'tbody',
        {},
        shown.map((row, index) =>
          tableRow(draw, row, { next: shown[index + 1], isBoard, hasDraws, action: actionOf(row) }),
        ),
      ),
    ),
    total > shown.length && el('p', { class: 'hint' }, `The first ${shown.length} of ${total}.`),
    !isBoard && level.length > 0 && el('p', { class: 'hint' }, `Level on points: ${level.join(', then ')}.`),
    is_over && el('p', { class: 'hint' }, 'This is final.'),
  );
}

/** Rules whose name says too little. @type {Record<string, string>} */
const ruleNames = {
  difference: 'difference of points',
  for: 'points scored',
  against: 'points conceded',
  'head-to-head': 'head-to-head',
  'sonneborn-berger': 'Sonneborn-Berger',
  koya: 'Koya',
};

/** @param {string} rule */
function ruleName(rule) {
  return ruleNames[rule] ?? rule.replaceAll('-', ' ').replace('buchholz', 'Buchholz');
}

/**
 * @param {Draw} draw
 * @param {DrawRow} row
 * @param {{ next: DrawRow | undefined, isBoard: boolean, hasDraws: boolean, action: Node | undefined }} around
 */
function tableRow(draw, row, { next, isBoard, hasDraws, action }) {
  const { rank, participant, played = 0, wins = 0, draws = 0, losses = 0, points, explanation, results = [] } = row;
  const isMine = draw.mine.has(participant.id);
  const isExplained = explanation != null && next?.points === points;
  const numbers = isBoard ? [points] : [played, wins, ...(hasDraws ? [draws] : []), losses, points];
  return el(
    'tr',
    { 'data-key': `row-${participant.id}`, class: isMine && 'me' },
    el('td', {}, String(rank)),
    el(
      'th',
      { scope: 'row' },
      el('span', { class: 'name' }, participant.name, isMine && ' (you)'),
      results.some(({ status }) => status !== null) &&
        el('span', { class: 'hint' }, results.flatMap(resultText).join(', ')),
      isExplained && el('span', { class: 'hint' }, explanation),
      action,
    ),
    numbers.map((number) => el('td', {}, String(Math.round(number * 100) / 100))),
  );
}

/** @type {Record<string, string>} */
const unfinished = { capped: 'at the time limit', dnf: 'not finished', wd: 'withdrawn' };

/** @param {WorkoutResult} result */
function resultText({ workout, value, status, place }) {
  if (status === null) return [];
  const at = place === null ? '' : ` (place ${place})`;
  return [`${workout}: ${[value, unfinished[status]].filter((part) => part != null).join(' ')}${at}`];
}
