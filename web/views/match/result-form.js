/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { DayContext, Result } from '../../types.d.ts' */
import { ApiError } from '../../api.js';
import { keepDraft } from '../../draft.js';
import { outcomeOf } from '../../draw/match-card.js';
import { isDecided } from '../../draw/state.js';
import { field, form } from '../../form.js';
import { player } from './play.js';
import { resultFields } from './result-fields.js';

/** Parts in which a match may end level where the tournament says so. */
const tables = new Set(['group', 'swiss']);

/**
 * @param {DayContext} context
 * @param {DrawnMatch} match
 */
export function isDrawAllowed(context, { section }) {
  return tables.has(section) && context.day().tournament.format.draws === true;
}

/**
 * Enters the result of a match, or corrects the one that is there when it is sent.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {() => DrawnMatch} current the match as it is by now
 * @param {() => void} done
 */
export function resultForm(context, match, current, done) {
  const { send, correct } = player(context);
  const { node: fields, read } = resultFields(context.day(), match, { isDrawAllowed: isDrawAllowed(context, match) });
  const reason = field('Why?', { name: 'reason', maxlength: 500 }, { hint: 'Stays in the log of the tournament.' });
  const node = form({
    submit: 'Enter the result',
    children: [fields, reason],
    send: async (values) => {
      const result = read();
      if (isDecided(current())) {
        if (!(await correct({ type: 'report', match_id: match.id, ...result }, values['reason'] ?? ''))) return;
      } else await enter(result);
      forget();
      done();
    },
  });
  const forget = keepDraft(node, `result:${match.id}`);

  /** @param {Result} result */
  async function enter(result) {
    try {
      await send('PUT', `${context.path}/bracket/${match.id}/result`, { ...result, correct: false });
    } catch (error) {
      if (!(error instanceof ApiError) || error.slug !== 'already-decided') throw error;
      await context.reload();
      // Not known where it could not be read again.
      const what = isDecided(current()) ? `: ${outcomeOf(context.day(), current())}` : '';
      throw new ApiError({
        status: 409,
        detail: `Somebody else was faster${what}. What you have entered is still here; send it to correct that.`,
      });
    }
  }

  /** The words are those for what sending would do now. */
  function update() {
    const isCorrection = isDecided(current());
    reason.hidden = !isCorrection;
    const words = isCorrection ? 'Correct the result' : 'Enter the result';
    if (node.dataset['submit'] === words) return;
    node.dataset['submit'] = words;
    const button = node.querySelector('[type="submit"]');
    if (button !== null) button.textContent = words;
  }
  return { node, update };
}
