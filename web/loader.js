import { el, failure } from './dom.js';

/**
 * Runs `load` whenever asked, one at a time; any number of wishes during a run cause one more. What was loaded before
 * stays on the page when a run fails, because old data is better than none.
 * @param {() => Promise<void>} load
 * @returns {{ reload: () => void, progress: HTMLElement }} `progress` says that it loads at first, or why it failed
 */
export function loader(load) {
  const progress = el('div', { class: 'progress' });
  let loaded = false;
  let running = false;
  let again = false;

  async function run() {
    running = true;
    if (!loaded) progress.replaceChildren(el('p', { class: 'quiet' }, 'Loading…'));
    do {
      again = false;
      try {
        await load();
        loaded = true;
        progress.replaceChildren();
      } catch (error) {
        progress.replaceChildren(failure(error, reload));
      }
    } while (again);
    running = false;
  }

  function reload() {
    if (running) again = true;
    else void run();
  }

  return { reload, progress };
}
