/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { Day, DayContext, MatchReport, Result } from '../../types.d.ts' */
import { keepDraft } from '../../draft.js';
import { el } from '../../dom.js';
import { isOpen } from '../../draw/state.js';
import { field, form } from '../../form.js';
import { onceSender } from '../../once.js';
import { formatTime } from '../../words.js';
import { mayDecide, ownSide } from './may.js';
import { isDrawAllowed } from './result-form.js';
import { resultFields } from './result-fields.js';

/**
 * What the sides of a match say came of it, with what whoever looks can do about that.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {() => void} done
 */
export function claims(context, match, done) {
  const send = onceSender();
  const node = el('section', { class: 'claims' });
  let shown = '';

  /** @param {DrawnMatch} current */
  function update(current) {
    const day = context.day();
    const reports = isOpen(current) ? day.reports.filter(({ match_id }) => match_id === match.id) : [];
    const state = JSON.stringify([reports, current.court]);
    // Left alone while it is the same: somebody may be about to press a button.
    if (state === shown) return;
    shown = state;
    node.replaceChildren(
      ...(reports.length === 0 ? [] : [el('h3', {}, 'What they have reported')]),
      ...(reports.length > 1
        ? [el('p', { class: 'notice bad' }, 'They do not agree. Staff decide, unless a side changes its report.')]
        : []),
      ...reports.map((report) => claim(day, current, report)),
    );
  }

  /**
   * @param {Day} day
   * @param {DrawnMatch} current
   * @param {MatchReport} report
   */
  function claim(day, current, { participant_id, result, note, stands_at }) {
    const own = ownSide(day, match);
    const whose = participant_id === own ? 'You' : day.people.get(participant_id)?.name;
    return el(
      'div',
      { class: 'claim' },
      el('p', {}, el('b', {}, `${whose}: `), claimText(day, result)),
      note !== '' && el('p', { class: 'quote' }, note),
      stands_at !== null &&
        el('p', { class: 'hint' }, `Counts from ${formatTime(stands_at)} on if the other side does not answer.`),
      mayDecide(day, current)
        ? form({
            submit: 'This is right',
            children: [],
            send: async () => {
              const body = { ...result, correct: false, reason: `As ${whose} reported.` };
              await send('PUT', `${context.path}/bracket/${match.id}/result`, body);
              done();
            },
          })
        : own !== undefined &&
            participant_id !== own &&
            form({
              submit: 'I agree',
              children: [],
              send: async () => {
                await send('PUT', `${context.path}/bracket/${match.id}/report`, result);
                done();
              },
            }),
    );
  }
  return { node, update };
}

/**
 * @param {Day} day
 * @param {Result} result
 */
function claimText({ people }, { winner_id, draw, points, games, score }) {
  const numbers = games?.map((game) => game.join(':')).join(', ') ?? points?.join(':') ?? score;
  const who = winner_id === undefined ? draw && 'a draw' : `${people.get(winner_id)?.name} has won`;
  return [who, numbers].filter(Boolean).join(', ');
}

/**
 * What one side says came of its own match.
 * @param {DayContext} context
 * @param {DrawnMatch} match
 * @param {(message: string) => void} done
 */
export function reportForm(context, match, done) {
  const send = onceSender();
  const { node: fields, read } = resultFields(context.day(), match, { isDrawAllowed: isDrawAllowed(context, match) });
  const note = field(
    'Note',
    { name: 'note', maxlength: 1000 },
    { hint: 'For the other side and staff, if there is something to say.' },
  );
  const node = form({
    submit: 'Report this',
    children: [fields, note],
    send: async ({ note: text = '' }) => {
      /** @type {{ message: string }} */
      const { message } = await send('PUT', `${context.path}/bracket/${match.id}/report`, { ...read(), note: text });
      forget();
      done(message);
    },
  });
  const forget = keepDraft(node, `report:${match.id}`);
  return node;
}
