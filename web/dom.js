/** @typedef {Node | string | false | null | undefined} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: never) => unknown)>} Properties */

/**
 * Makes an element. Strings become text nodes, never markup, so nothing a user has typed can become an element.
 * Properties that start with `on` are listeners, `false`, `null` and `undefined` leave an attribute out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) if (child || child === '') node.append(child);
  return node;
}

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`the page has no #${id}`);
  return node;
}

/**
 * Text that only screen readers speak.
 * @param {string} text
 */
export function spoken(text) {
  return el('span', { class: 'visually-hidden' }, text);
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Why something did not work, with a way to try it again.
 * @param {unknown} error
 * @param {() => void} retry
 */
export function failure(error, retry) {
  return el(
    'div',
    { class: 'notice bad', role: 'alert' },
    el('p', {}, messageOf(error)),
    el('button', { type: 'button', onclick: retry }, 'Try again'),
  );
}
