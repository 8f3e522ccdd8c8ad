import { el, failure } from './dom.js';

/**
 * Runs `load` whenever asked, one at a time; any number of wishes during a run cause one more. What was loaded before
 * stays on the page when a run fails, because old data is better than none.
 * @param {() => Promise<void>} load
 * @returns {{ reload: () => void, reloaded: () => Promise<void>, progress: HTMLElement }} `progress` says that it loads at first, or why it failed
 */
export function loader(load) {
  const progress = el('div', { class: 'progress' });
  let loaded = false;
  let again = false;
  /** @type {Promise<void> | undefined} */
  let running;

  async function run() {
    if (!loaded) progress.replaceChildren(el('p', { class: 'quiet' }, 'Loading…'));
    while (again) {
      again = false;
      try {
        await load();
        loaded = true;
        progress.replaceChildren();
      } catch (error) {
        progress.replaceChildren(failure(error, reload));
      }
    }
    running = undefined;
  }

  /** @returns {Promise<void>} when what was wished is there, or has failed */
  function reloaded() {
    again = true;
    running ??= run();
    return running;
  }

  function reload() {
    void reloaded();
  }

  return { reload, reloaded, progress };
}
