/** @import { Draw, DrawnMatch } from '../../draw/types.d.ts' */
/** @import { Result } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { namesOf } from '../../draw/match-card.js';
import { choice, newId } from '../../form.js';
import { noNumber, numberIn } from './numbers.js';

/** @typedef {[HTMLInputElement, HTMLInputElement]} Pair */

/** @type {[string, string]} */
const level = ['draw', 'A draw'];

/**
 * Fields for what came of a match: who has won by a tap, and if wanted points, or games of a best of several. Numbers
 * choose the winner themselves.
 * @param {Draw} draw
 * @param {DrawnMatch} match whose result is there already, if there is one
 * @param {{ isDrawAllowed: boolean }} options
 */
export function resultFields(draw, match, { isDrawAllowed }) {
  const names = namesOf(draw, match);
  const sides = [match.participant1_id, match.participant2_id].map(String);
  const isSeveral = match.best_of > 1;
  const winner = choice('Who has won?', 'winner_id', [
    [sides[0] ?? '', names[0]],
    [sides[1] ?? '', names[1]],
    ...(isDrawAllowed ? [level] : []),
  ]);
  const points = row(isSeveral ? 'Games won' : 'Points', 'points', names);
  /** @type {ReturnType<typeof row>[]} */
  const games = [];
  const rows = el('div', { class: 'pairs' });
  const details = el('details', {}, el('summary', {}, 'Points of each game'), rows);
  const node = el(
    'div',
    { class: 'result', oninput },
    winner,
    el(
      'div',
      { class: 'pairs' },
      el(
        'p',
        { class: 'pair', 'aria-hidden': 'true' },
        el('span'),
        names.map((name) => el('b', {}, name)),
      ),
      points.node,
    ),
    isSeveral && details,
  );
  if (isSeveral) addGame();
  fill();

  /** What is known of the match. */
  function fill() {
    const { winner_id, status } = match;
    if (winner_id !== null) choose(String(winner_id));
    else if (status === 'played' && isDrawAllowed) choose('draw');
    if (status === 'played' && match.points !== null) setPair(points.pair, match.points);
    for (const [index, game] of match.games.entries()) {
      const pair = games[index]?.pair;
      if (pair !== undefined) setPair(pair, game);
      addGame();
    }
    countGames();
    details.open = match.games.length > 0;
  }

  /** One more than there are, unless all are there or the last is empty. */
  function addGame() {
    const last = games.at(-1);
    if (games.length >= match.best_of || (last !== undefined && numbersOf(last.pair) === undefined)) return;
    const game = row(`Game ${games.length + 1}`, `games/${games.length}`, names);
    games.push(game);
    rows.append(game.node);
  }

  /** @param {string} value */
  function choose(value) {
    for (const radio of winner.querySelectorAll('input')) radio.checked = radio.value === value;
  }

  function oninput(/** @type {Event} */ { target }) {
    addGame();
    if (!(target instanceof HTMLInputElement) || target.type === 'radio') return;
    const isGame = target.name.startsWith('games');
    if (isGame) countGames();
    const [one, other] = numbersOf(points.pair) ?? [0, 0];
    if (isGame && Math.max(one, other) <= match.best_of / 2) return;
    if (one !== other) choose((one > other ? sides[0] : sides[1]) ?? '');
    else if (isDrawAllowed && one > 0) choose('draw');
  }

  /** Where games are given they say how many of them each side has won. */
  function countGames() {
    const isGiven = games.some(({ pair }) => isTouched(pair));
    for (const input of points.pair) input.readOnly = isGiven;
    const ahead = games.map(({ pair }) => {
      const [one, other] = numbersOf(pair) ?? [0, 0];
      return Math.sign(one - other);
    });
    if (isGiven)
      setPair(points.pair, [ahead.filter((sign) => sign > 0).length, ahead.filter((sign) => sign < 0).length]);
  }

  /**
   * @returns {Result}
   * @throws at the field that has no number in it
   */
  function read() {
    const chosen = winner.querySelector('input:checked');
    const value = chosen instanceof HTMLInputElement ? chosen.value : undefined;
    const pairs = games.filter(({ pair }) => isTouched(pair));
    const score = isTouched(points.pair) && pairs.length === 0;
    return {
      ...(value === 'draw' ? { draw: true } : value !== undefined && { winner_id: Number(value) }),
      ...(score && { points: checked(points.pair) }),
      ...(pairs.length > 0 && { games: pairs.map(({ pair }) => checked(pair)) }),
    };
  }

  return { node, read };
}

/**
 * @param {string} label
 * @param {string} name
 * @param {[string, string]} names of the sides
 */
function row(label, name, names) {
  const id = newId(name);
  const input = (/** @type {0 | 1} */ at) =>
    el('input', {
      id: `${id}-${at}`,
      name: `${name}/${at}`,
      inputmode: 'decimal',
      autocomplete: 'off',
      'aria-label': `${label}, ${names[at]}`,
      'aria-describedby': `${id}-${at}-fault`,
    });
  /** @type {Pair} */
  const pair = [input(0), input(1)];
  const node = el(
    'div',
    { class: 'pair' },
    el('span', { 'aria-hidden': 'true' }, label),
    pair,
    [0, 1].map((at) => el('p', { class: 'fault', id: `${id}-${at}-fault` })),
  );
  return { node, pair };
}

/**
 * @param {Pair} pair
 * @param {[number, number]} numbers
 */
function setPair([one, other], numbers) {
  one.value = String(numbers[0]);
  other.value = String(numbers[1]);
}

/** @param {Pair} pair */
function isTouched(pair) {
  return pair.some((input) => input.value.trim() !== '');
}

/**
 * @param {Pair} pair
 * @returns {[number, number] | undefined} undefined: not both are there
 */
function numbersOf([one, other]) {
  const [a, b] = [numberIn(one.value), numberIn(other.value)];
  return a === undefined || b === undefined ? undefined : [a, b];
}

/**
 * @param {Pair} pair
 * @returns {[number, number]}
 */
function checked(pair) {
  const numbers = numbersOf(pair);
  if (numbers !== undefined) return numbers;
  throw noNumber(...pair.filter(({ value }) => numberIn(value) === undefined).map(({ name }) => name));
}
