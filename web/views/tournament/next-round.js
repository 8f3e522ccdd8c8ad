/** @import { Day, DayContext } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { groupBy } from '../../draw/parts.js';
import { form } from '../../form.js';
import { onceSender } from '../../once.js';
import { isDecided } from '../match/may.js';

/**
 * Draws the next Swiss round, offered when the last one is over.
 * @param {DayContext} context
 */
export function nextRound({ path, day, reload, say }) {
  const send = onceSender();
  const node = el('div', { class: 'next-round' });
  let offered = '';

  function update() {
    const due = categoriesDue(day());
    const state = JSON.stringify(due);
    // Left alone while it is the same: it may be on its way.
    if (state === offered) return;
    offered = state;
    node.replaceChildren(...due.map(offer));
  }

  /** @param {{ id: number | null, name: string | undefined, round: number }} due */
  function offer({ id, name, round }) {
    return form({
      submit: `Draw round ${round}${name === undefined ? '' : ` of ${name}`}`,
      children: [el('p', {}, `Round ${round - 1} is over.`)],
      send: async () => {
        await send('POST', `${path}/generate-bracket`, id === null ? {} : { category_id: id });
        await reload();
        say(`Round ${round} is drawn.`);
      },
    });
  }

  return { node, update };
}

/** @param {Day} day */
function categoriesDue({ me, matches, tournament, categories }) {
  if (!me.is_staff || tournament.phase !== 'running') return [];
  const swiss = groupBy(
    matches.filter(({ section }) => section === 'swiss'),
    ({ category_id }) => category_id,
  );
  return [...swiss].flatMap(([id, rounds]) => {
    const isOver = rounds.every((match) => match.is_bye || isDecided(match));
    // What is played after the rounds is drawn by itself.
    const isPast = matches.some(({ category_id, stage, status }) => {
      return category_id === id && stage > (rounds[0]?.stage ?? 0) && status !== 'waiting';
    });
    if (!isOver || isPast) return [];
    const round = Math.max(...rounds.map((match) => match.round)) + 1;
    return [{ id, name: id === null ? undefined : categories.get(id), round }];
  });
}
