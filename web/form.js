/** @import { Child, Properties } from './dom.js' */
import { ApiError } from './api.js';
import { el } from './dom.js';

let fields = 0;

/**
 * A field with its label and a place for what is wrong with it.
 * @param {string} label
 * @param {Properties & { name: string }} attributes
 * @param {{ hint?: string, options?: Record<string, string> }} [more]
 */
export function field(label, attributes, { hint, options } = {}) {
  fields += 1;
  // A dialog and the page below it may both have a field of this name.
  const id = `field-${attributes.name}-${fields}`;
  const described = { 'aria-describedby': `${id}-fault${hint === undefined ? '' : ` ${id}-hint`}` };
  const control =
    options === undefined
      ? el('input', { id, ...described, ...attributes })
      : el(
          'select',
          { id, ...described, ...attributes },
          Object.entries(options).map(([value, text]) => el('option', { value }, text)),
        );
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, label),
    control,
    hint !== undefined && el('p', { class: 'hint', id: `${id}-hint` }, hint),
    el('p', { class: 'fault', id: `${id}-fault` }),
  );
}

/**
 * A form that sends its values once at a time and shows a refusal: faults of fields at their fields, the rest on top.
 * @param {{ submit: string, children: Child[], send: (values: Record<string, string>) => Promise<void> }} options
 */
export function form({ submit, children, send }) {
  const alert = el('p', { class: 'notice bad', role: 'alert', hidden: true });
  const button = el('button', { type: 'submit', class: 'primary' }, submit);
  const node = el('form', { onsubmit }, alert, children, button);

  /** @param {SubmitEvent} event */
  async function onsubmit(event) {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    clear();
    button.setAttribute('aria-disabled', 'true');
    try {
      /** @type {Record<string, string>} */
      const values = {};
      for (const [name, value] of new FormData(node)) if (typeof value === 'string') values[name] = value;
      await send(values);
    } catch (error) {
      show(error);
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }

  function clear() {
    alert.hidden = true;
    for (const fault of node.querySelectorAll('.fault')) fault.textContent = '';
    for (const control of node.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  }

  /** @param {unknown} error */
  function show(error) {
    const fields = error instanceof ApiError ? error.fields : new Map();
    /** @type {HTMLElement[]} */
    const wrong = [];
    for (const [name, message] of fields) {
      const control = node.elements.namedItem(name);
      if (!(control instanceof HTMLElement)) continue;
      const fault = document.getElementById(`${control.id}-fault`);
      if (fault === null) continue;
      control.setAttribute('aria-invalid', 'true');
      fault.textContent = message;
      wrong.push(control);
    }
    if (wrong.length > 0) {
      wrong[0]?.focus();
      return;
    }
    alert.textContent = error instanceof Error ? error.message : String(error);
    alert.hidden = false;
  }

  return node;
}
