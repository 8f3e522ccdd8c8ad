/** @import { Child, Properties } from './dom.js' */
import { ApiError, isPassing } from './api.js';
import { el, messageOf } from './dom.js';

let fields = 0;

/** Of an element that others refer to: a dialog and the page below it may both have a field of one name. */
export function newId(/** @type {string} */ name) {
  fields += 1;
  return `field-${name.replaceAll('/', '-')}-${fields}`;
}

/**
 * A field with its label and a place for what is wrong with it: a list of `options`, some `rows` of text, or one line.
 * @param {string} label
 * @param {Properties & { name: string }} attributes
 * @param {{ hint?: string, options?: Record<string, string> }} [more]
 */
export function field(label, attributes, { hint, options } = {}) {
  const id = newId(attributes.name);
  const described = { 'aria-describedby': `${id}-fault${hint === undefined ? '' : ` ${id}-hint`}` };
  const tag = options !== undefined ? 'select' : 'rows' in attributes ? 'textarea' : 'input';
  const control = el(
    tag,
    { id, ...described, ...attributes },
    Object.entries(options ?? {}).map(([value, text]) => el('option', { value }, text)),
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
 * One of some, each as large as a finger needs it.
 * @param {string} label
 * @param {string} name
 * @param {[string, string][]} options values and texts, in their order
 */
export function choice(label, name, options) {
  const id = newId(name);
  return el(
    'div',
    { class: 'field' },
    el(
      'div',
      { class: 'choice', id, role: 'radiogroup', 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-fault` },
      el('p', { class: 'label', id: `${id}-label` }, label),
      options.map(([value, text]) =>
        el('label', {}, el('input', { type: 'radio', name, value }), el('span', {}, text)),
      ),
    ),
    el('p', { class: 'fault', id: `${id}-fault` }),
  );
}

/**
 * A form that sends its values once at a time and shows a refusal: faults of fields at their fields, the rest on top.
 * @param {{ submit: string, children: Child[], send: (values: Record<string, string>) => Promise<void> }} options
 * @returns the form; its `data-submit` is what the button says, for those who change it
 */
export function form({ submit, children, send }) {
  const alert = el('p', { class: 'notice bad', role: 'alert', hidden: true });
  const button = el('button', { type: 'submit', class: 'primary' }, submit);
  const node = el('form', { onsubmit, 'data-submit': submit }, alert, children, button);

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
    button.textContent = node.dataset['submit'] ?? submit;
    for (const fault of node.querySelectorAll('.fault')) fault.textContent = '';
    for (const control of node.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  }

  /** @param {unknown} error */
  function show(error) {
    const fields = error instanceof ApiError ? error.fields : new Map();
    /** @type {HTMLElement[]} */
    const wrong = [];
    for (const [name, message] of fields) {
      const named = node.elements.namedItem(name);
      const control = named instanceof RadioNodeList ? named[0] : named;
      if (!(control instanceof HTMLElement)) continue;
      const group = control.closest('[role="radiogroup"]');
      const fault = document.getElementById(`${(group ?? control).id}-fault`);
      if (fault === null) continue;
      (group ?? control).setAttribute('aria-invalid', 'true');
      fault.textContent = message;
      wrong.push(control);
    }
    if (wrong.length > 0) {
      wrong[0]?.focus();
      return;
    }
    const isLost = isPassing(error);
    alert.textContent = `${messageOf(error)}${isLost ? ' What you have entered is still here.' : ''}`;
    alert.hidden = false;
    if (isLost) button.textContent = 'Try again';
    alert.scrollIntoView({ block: 'nearest' });
  }

  return node;
}
