/** @import { Terms } from './api.js' */
import { exchange, isPassing, patiently } from './api.js';

/**
 * Sends changes of which each takes effect once: where no answer came, the same one is sent again with the same key, by
 * itself at first, and later when somebody tries it again.
 */
export function onceSender() {
  let wish = '';
  let key = '';

  /**
   * @template T
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Pick<Terms, 'ifMatch'>} [terms]
   * @returns {Promise<T>}
   */
  return async function send(method, path, body, { ifMatch } = {}) {
    const now = JSON.stringify([method, path, body, ifMatch]);
    if (now !== wish) key = newKey();
    wish = now;
    try {
      const { answer } = await patiently(() => exchange(method, path, body, { key, ...(ifMatch && { ifMatch }) }));
      wish = '';
      return answer;
    } catch (error) {
      if (!isPassing(error)) wish = '';
      throw error;
    }
  };
}

/** `randomUUID` is there on secure pages only, and a gym's own network may have no certificate. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
