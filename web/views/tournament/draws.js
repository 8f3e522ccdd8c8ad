/** @import { Day, DayContext } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { groupBy } from '../../draw/parts.js';
import { isDecided } from '../../draw/state.js';
import { form } from '../../form.js';
import { onceSender } from '../../once.js';

/** @typedef {{ category: number | null, hint: string, submit: string, done: string }} Due a draw, and its words */

/**
 * Draws what is due: all of the tournament, a category, the next Swiss round when the last one is over.
 * @param {DayContext} context
 */
export function draws({ path, day, reload, say }) {
  const send = onceSender();
  const node = el('div', { 'data-key': 'draws' });
  let offered = '';

  function update() {
    const now = day();
    const due = now.me.is_staff ? [...firstDraws(now), ...nextRounds(now)] : [];
    const state = JSON.stringify(due);
    // Left alone while it is the same: it may be on its way.
    if (state === offered) return;
    offered = state;
    node.replaceChildren(...due.map(offer));
  }

  /** @param {Due} due */
  function offer({ category, hint, submit, done }) {
    return form({
      submit,
      children: [hint !== '' && el('p', {}, hint)],
      send: async () => {
        await send('POST', `${path}/generate-bracket`, category === null ? {} : { category_id: category });
        await reload();
        say(done);
      },
    });
  }

  return { node, update };
}

/**
 * @param {Day} day
 * @returns {Due[]}
 */
function firstDraws({ tournament: { phase }, participants, categories, undrawn }) {
  if (phase !== 'published' && phase !== 'running') return [];
  if (categories.size > 0) {
    return undrawn.map((category) => {
      const name = categories.get(category);
      return { category, hint: '', submit: `Draw ${name}`, done: `${name} is drawn.` };
    });
  }
  if (phase === 'running') return [];
  const count = participants.filter(({ status }) => status === 'approved').length;
  const hint = count === 1 ? 'One takes part.' : `${count} take part.`;
  return [{ category: null, hint, submit: 'Draw and begin', done: 'It is drawn.' }];
}

/**
 * @param {Day} day
 * @returns {Due[]}
 */
function nextRounds({ matches, tournament, categories }) {
  if (tournament.phase !== 'running') return [];
  const swiss = groupBy(
    matches.filter(({ section }) => section === 'swiss'),
    ({ category_id }) => category_id,
  );
  return [...swiss].flatMap(([category, rounds]) => {
    const isOver = rounds.every((match) => match.is_bye || isDecided(match));
    // What is played after the rounds is drawn by itself.
    const isPast = matches.some(({ category_id, stage, status }) => {
      return category_id === category && stage > (rounds[0]?.stage ?? 0) && status !== 'waiting';
    });
    if (!isOver || isPast) return [];
    const round = Math.max(...rounds.map((match) => match.round)) + 1;
    const name = category === null ? undefined : categories.get(category);
    return [
      {
        category,
        hint: `Round ${round - 1} is over.`,
        submit: `Draw round ${round}${name === undefined ? '' : ` of ${name}`}`,
        done: `Round ${round} is drawn.`,
      },
    ];
  });
}
