/** @import { Child } from '../../dom.js' */
import { el } from '../../dom.js';
import { newId } from '../../form.js';

/**
 * Shows a dialog over the page, and takes it out of the page when it is closed.
 * @param {string} title
 * @param {...(Child | Child[])} children
 */
export function openDialog(title, ...children) {
  const id = newId('dialog');
  /** @type {HTMLDialogElement} */
  const dialog = el(
    'dialog',
    { class: 'match-dialog', 'aria-labelledby': id, onclose: () => dialog.remove() },
    el(
      'header',
      {},
      el('h2', { id, tabindex: -1, autofocus: true }, title),
      el('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => dialog.close() }, '×'),
    ),
    ...children,
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
