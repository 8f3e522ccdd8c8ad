/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { DayContext } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { namesOf } from '../../draw/match-card.js';
import { isDecided } from '../../draw/state.js';
import { choice, field, form, newId } from '../../form.js';
import { onceSender } from '../../once.js';
import { player } from './play.js';

/** @typedef {() => void} Done */

/**
 * Calls a match to a court, and takes the call back.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {Done} done
 */
export function callForm({ path, day }, match, done) {
  const send = onceSender();
  const courts = [...new Set(day().matches.flatMap(({ court }) => court ?? []))].sort();
  const list = newId('courts');
  const call = (/** @type {string | null} */ court) => send('PUT', `${path}/bracket/${match.id}/call`, { court });
  const court = field('Court', {
    name: 'court',
    required: true,
    maxlength: 60,
    list,
    value: match.court,
    autocomplete: 'off',
  });
  const node = form({
    submit: 'Call to this court',
    children: [
      court,
      el(
        'datalist',
        { id: list },
        courts.map((value) => el('option', { value })),
      ),
    ],
    send: async ({ court: name = '' }) => {
      await call(name.trim());
      done();
    },
  });
  const back = form({
    submit: 'Take the call back',
    children: [],
    send: async () => {
      await call(null);
      done();
    },
  });
  return { node, back };
}

/**
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {Done} done
 */
export function startForm(context, match, done) {
  const { play } = player(context);
  const node = form({
    submit: 'The match begins now',
    children: [],
    send: async () => {
      await play({ type: 'start', match_id: match.id });
      done();
    },
  });
  node.classList.add('second');
  return node;
}

const reasons = {
  'no-show': 'The other side did not come',
  retired: 'The other side gave up',
  withdrawn: 'The other side has withdrawn',
  disqualified: 'The other side is disqualified',
};

/**
 * Decides a match that is not played, or not to its end.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {() => DrawnMatch} current
 * @param {Done} done
 */
export function withoutPlayForm(context, match, current, done) {
  const { play, correct } = player(context);
  const [one, other] = namesOf(context.day(), match);
  const winner = choice('Who moves on?', 'winner_id', [
    [String(match.participant1_id), one],
    [String(match.participant2_id), other],
    ['none', 'Nobody came'],
  ]);
  const why = field('Why?', { name: 'why' }, { options: reasons });
  const node = form({
    submit: 'Decide without play',
    children: [winner, why],
    send: async (values) => {
      const { id: match_id } = match;
      const { winner_id, why: because } = values;
      const command =
        winner_id === 'none'
          ? { type: 'no-show', match_id }
          : { type: 'walkover', match_id, ...(winner_id && { winner_id: Number(winner_id) }), why: because };
      if (!isDecided(current())) await play(command);
      else if (!(await correct(command, ''))) return;
      done();
    },
  });
  node.addEventListener('change', () => {
    why.hidden = new FormData(node).get('winner_id') === 'none';
  });
  return node;
}

/**
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {Done} done
 */
export function clearForm(context, match, done) {
  const { correct } = player(context);
  return form({
    submit: 'Take the result back',
    children: [el('p', { class: 'hint' }, 'The match is open again, as if it had not been played.')],
    send: async () => {
      if (await correct({ type: 'clear', match_id: match.id }, '')) done();
    },
  });
}
