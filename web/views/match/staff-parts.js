/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { DayContext, DialogParts } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { isDecided, isOpen } from '../../draw/state.js';
import { mayDecide } from './may.js';
import { callForm, clearForm, startForm, withoutPlayForm } from './other-forms.js';
import { resultForm } from './result-form.js';

/**
 * What staff and referees do with a match.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {() => DrawnMatch} current the match as it is by now
 * @param {(sentence: string) => void} done
 * @returns {DialogParts}
 */
export function staffParts(context, match, current, done) {
  const result = resultForm(context, match, current, () => done('The result is entered.'));
  const call = callForm(context, match, () => done('The match is called.'));
  const start = startForm(context, match, () => done('The match is running.'));
  const courts = folded('Call to a court', call.node, call.back);
  const without = folded(
    'Walkover, no-show',
    withoutPlayForm(context, match, current, () => done('The match is decided.')),
  );
  const clear = folded(
    'Not played at all',
    clearForm(context, match, () => done('The result is taken back.')),
  );

  /** @param {boolean} isGone */
  function update(isGone) {
    const now = current();
    const decides = !isGone && mayDecide(context.day(), now);
    result.node.hidden = !decides || !(isOpen(now) || isDecided(now));
    start.hidden = !decides || now.status !== 'ready';
    courts.hidden = isGone || !isOpen(now);
    call.back.hidden = now.court === undefined;
    without.hidden = result.node.hidden;
    clear.hidden = !decides || !isDecided(now);
    result.update();
  }
  return { nodes: [result.node, start, courts, without, clear], update };
}

/**
 * @param {string} title
 * @param {...Node} children
 */
function folded(title, ...children) {
  return el('details', {}, el('summary', {}, title), children);
}
