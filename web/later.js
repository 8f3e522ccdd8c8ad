/** @import { View } from './types.d.ts' */
import { el } from './dom.js';
import { loader } from './loader.js';

/**
 * A view whose modules are loaded when somebody first goes there.
 * @param {string} title
 * @param {() => Promise<View>} load
 * @returns {View}
 */
export function laterView(title, load) {
  const heading = el('h1', { tabindex: -1 }, title);
  /** @type {View | undefined} */
  let view;
  let isStopped = false;

  const { reload, progress } = loader(async () => {
    const loaded = await load();
    if (isStopped) {
      loaded.stop?.();
      return;
    }
    view = loaded;
    const hadFocus = document.activeElement === heading;
    place.replaceChildren(loaded.node);
    if (hadFocus) loaded.node.querySelector('h1')?.focus();
  });
  const place = el('div', {}, heading, progress);
  reload();
  return {
    title,
    node: place,
    stop() {
      isStopped = true;
      view?.stop?.();
    },
  };
}
