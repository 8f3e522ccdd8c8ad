/** @import { Day } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { namesOf, outcomeOf } from '../../draw/match-card.js';
import { matchTitle } from '../../draw/titles.js';

/**
 * Shows what a correction takes away, and asks whether that is wanted.
 * @param {Day} day
 * @param {{ reset: number[], reset_scores: number }} preview
 * @returns {Promise<boolean>}
 */
export function confirmLosses(day, { reset, reset_scores }) {
  const lost = day.matches.filter(({ id }) => reset.includes(id));
  const count = reset.length + reset_scores;
  if (count === 0) return Promise.resolve(true);
  const what = count === 1 ? 'One later result depends' : `${count} later results depend`;
  return new Promise((resolve) => {
    /** @type {HTMLDialogElement} */
    const dialog = el(
      'dialog',
      { class: 'losses', 'aria-labelledby': 'losses-title', onclose },
      el('h2', { id: 'losses-title' }, `${what} on this`),
      el(
        'p',
        {},
        count === 1
          ? 'It would be taken away, and has to be played or entered again:'
          : 'They would be taken away, and have to be played or entered again:',
      ),
      el(
        'ul',
        { class: 'history' },
        lost.map((match) =>
          el(
            'li',
            {},
            el('b', {}, matchTitle(day, match)),
            `: ${namesOf(day, match).join(' against ')}, ${outcomeOf(day, match)}`,
          ),
        ),
        reset_scores > 0 && el('li', {}, `${reset_scores} scores of the leaderboard`),
      ),
      el(
        'button',
        { type: 'button', class: 'danger', onclick: () => dialog.close('yes') },
        count === 1 ? 'Correct, and take it away' : 'Correct, and take them away',
      ),
      el('button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, 'Leave everything as it is'),
    );
    function onclose() {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}
