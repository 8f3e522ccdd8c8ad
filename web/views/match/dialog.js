/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { DayContext, DialogParts } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { namesOf, noteOf, outcomeOf } from '../../draw/match-card.js';
import { isDecided, isOpen } from '../../draw/state.js';
import { matchTitle } from '../../draw/titles.js';
import { isReferee, ownSide } from './may.js';
import { openDialog } from './open-dialog.js';
import { claims, reportForm } from './reports.js';
import { staffParts } from './staff-parts.js';

/**
 * All that somebody can do with a match. What they type stays when the match changes meanwhile: only what can be done
 * about it does.
 * @param {DayContext} context
 * @param {DrawnMatch} match as it is when the dialog opens
 */
export function matchDialog(context, match) {
  const { id } = match;
  const current = () => context.day().matches.find((other) => other.id === id) ?? match;
  const sides = sidesOf(match);
  const done = (/** @type {string} */ sentence) => void finish(sentence);
  const state = el('p', { role: 'status' });
  const reported = claims(context, match, () => done('That is the result.'));
  const parts = isReferee(context.day())
    ? staffParts(context, match, current, done)
    : sideParts(context, match, current, done);
  update();
  const dialog = openDialog(
    namesOf(context.day(), match).join(' – '),
    el('p', { class: 'quiet' }, matchTitle(context.day(), match)),
    state,
    reported.node,
    parts.nodes,
  );

  /** Shows what can be done with the match as it is now. */
  function update() {
    const now = current();
    const isGone = !context.day().matches.includes(now) || sidesOf(now) !== sides;
    const words = isGone ? 'Others play this match now. Please look again.' : stateOf(now);
    if (state.textContent !== words) state.textContent = words;
    state.className = isGone ? 'notice bad' : isDecided(now) ? 'notice good' : 'quiet';
    reported.update(now);
    parts.update(isGone);
  }

  /** @param {DrawnMatch} now */
  function stateOf(now) {
    if (!isDecided(now)) return noteOf(now) ?? '';
    const words = outcomeOf(context.day(), now);
    return `${words[0]?.toUpperCase()}${words.slice(1)}.`;
  }

  /** @param {string} sentence */
  async function finish(sentence) {
    await context.reload();
    context.say(sentence);
    dialog.close();
  }

  return { update, close: () => dialog.close() };
}

/** @param {DrawnMatch} match */
function sidesOf({ participant1_id, participant2_id }) {
  return [participant1_id, participant2_id].join(' ');
}

/**
 * What those who play a match do with it.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {() => DrawnMatch} current
 * @param {(message: string) => void} done
 * @returns {DialogParts}
 */
function sideParts(context, match, current, done) {
  const report = reportForm(context, match, done);
  return {
    nodes: [report],
    update(isGone) {
      const now = current();
      report.hidden = isGone || !isOpen(now) || ownSide(context.day(), now) === undefined;
    },
  };
}
