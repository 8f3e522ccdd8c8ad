/** @import { DrawRow } from '../../draw/types.d.ts' */
/** @import { DayContext } from '../../types.d.ts' */
import { field, form } from '../../form.js';
import { noNumber, numberIn } from './numbers.js';
import { openDialog } from './open-dialog.js';
import { player } from './play.js';

const statuses = { finished: 'Finished', capped: 'Stopped at the time limit', dnf: 'Did not finish' };

/**
 * Enters what somebody did in a workout of a leaderboard; what is there already is corrected.
 * @param {DayContext} context
 * @param {number} stage
 * @param {DrawRow} row
 */
export function scoreDialog(context, stage, { participant, results = [] }) {
  const { play, correct } = player(context);
  const open = results.find(({ status }) => status === null) ?? results[0];
  const node = form({
    submit: 'Enter the score',
    children: [
      field(
        'Workout',
        { name: 'workout' },
        { options: Object.fromEntries(results.map(({ workout }) => [workout, workout])) },
      ),
      field('Outcome', { name: 'status' }, { options: statuses }),
      field(
        'Value',
        { name: 'value', inputmode: 'decimal', autocomplete: 'off' },
        { hint: 'Seconds, repetitions, kilograms or points.' },
      ),
      field(
        'Tie-break',
        { name: 'tie_break', inputmode: 'decimal', autocomplete: 'off' },
        { hint: 'Only if the workout has one.' },
      ),
    ],
    send: async ({ workout, status, value = '', tie_break: tieBreak = '' }) => {
      const command = {
        type: 'score',
        participant_id: participant.id,
        stage,
        workout,
        status,
        ...number('value', value),
        ...number('tie_break', tieBreak),
      };
      const isThere = results.some((result) => result.workout === workout && result.status !== null);
      if (!isThere) await play(command);
      else if (!(await correct(command, ''))) return;
      await context.reload();
      context.say(`The score of ${participant.name} is entered.`);
      dialog.close();
    },
  });
  const select = node.querySelector('select');
  if (select !== null && open !== undefined) select.value = open.workout;
  const dialog = openDialog(participant.name, node);
}

/**
 * @param {string} name of the field
 * @param {string} text
 * @throws at the field
 */
function number(name, text) {
  if (text.trim() === '') return {};
  const value = numberIn(text);
  if (value === undefined) throw noNumber(name);
  return { [name]: value };
}
