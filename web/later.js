/** @import { View } from './types.d.ts' */
import { el, failure } from './dom.js';

/**
 * A view whose modules are loaded when somebody first goes there.
 * @param {string} title
 * @param {() => Promise<View>} load
 * @returns {View}
 */
export function laterView(title, load) {
  const heading = el('h1', { tabindex: -1 }, title);
  const place = el('div');
  /** @type {View | undefined} */
  let view;
  let isStopped = false;

  async function show() {
    place.replaceChildren(heading, el('p', { class: 'quiet' }, 'Loading…'));
    try {
      const loaded = await load();
      if (isStopped) return loaded.stop?.();
      view = loaded;
      const hadFocus = document.activeElement === heading;
      place.replaceChildren(loaded.node);
      if (hadFocus) loaded.node.querySelector('h1')?.focus();
    } catch (error) {
      place.replaceChildren(
        heading,
        failure(error, () => void show()),
      );
    }
    return undefined;
  }

  void show();
  return {
    title,
    node: place,
    stop() {
      isStopped = true;
      view?.stop?.();
    },
  };
}
