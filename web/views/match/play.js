/** @import { Command, DayContext } from '../../types.d.ts' */
import { ApiError, exchange } from '../../api.js';
import { onceSender } from '../../once.js';
import { confirmLosses } from './losses.js';

/** Others may be entering results all the time; what is asked for stays the same unless it takes away something else. */
const tries = 5;

/**
 * Does things in a draw, each of them once.
 * @param {DayContext} context
 */
export function player({ path, day }) {
  const send = onceSender();

  /**
   * Of what is not decided.
   * @param {Command} command
   */
  async function play(command) {
    await named(() => send('POST', `${path}/play`, { command }));
  }

  /**
   * Changes what is decided. What would be lost by it is shown first, and only that is taken away.
   * @param {Command} command
   * @param {string} reason
   * @returns {Promise<boolean>} false: it was not wanted any more
   */
  async function correct(command, reason) {
    const because = reason === '' ? {} : { reason };
    let agreed = '[]';
    for (let attempt = 1; ; attempt += 1) {
      const { answer: preview, version } = await named(() => previewOf(command));
      const lost = JSON.stringify([...preview.reset, ...(preview.reset_scores > 0 ? [preview.reset_scores] : [])]);
      if (lost !== agreed && !(await confirmLosses(day(), preview))) return false;
      agreed = lost;
      const body = { command, correct: true, ...(lost !== '[]' && { force: true }), ...because };
      try {
        await named(() => send('POST', `${path}/play`, body, { ifMatch: version }));
        return true;
      } catch (error) {
        const isOld = error instanceof ApiError && error.status === 412;
        if (!isOld || attempt === tries) throw error;
      }
    }
  }

  /**
   * @param {Command} command
   * @returns {Promise<{ answer: { reset: number[], reset_scores: number }, version: string | undefined }>}
   */
  function previewOf(command) {
    return exchange('POST', `${path}/play/preview`, { command, correct: true });
  }

  return { play, correct, send };
}

/**
 * Faults are named as in the form: without the command around them.
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
async function named(ask) {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError) {
      error.fields = new Map([...error.fields].map(([name, message]) => [name.replace(/^command\//, ''), message]));
    }
    throw error;
  }
}
