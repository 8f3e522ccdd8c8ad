/** @import { View } from '../types.d.ts' */
import { post } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { newPasswordHint } from '../words.js';
import { currentUser, endSession } from '../session.js';

/**
 * Where the link of a mail leads to, also for somebody who is logged in.
 * @param {string} token the last part of the link
 * @returns {View}
 */
export function resetPasswordView(token) {
  const title = 'Set a new password';
  const node = el(
    'section',
    { class: 'narrow' },
    el('h1', { tabindex: -1 }, title),
    form({
      submit: 'Set the password',
      children: [
        field(
          'New password',
          { name: 'new_password', type: 'password', autocomplete: 'new-password', required: true, minlength: 8 },
          { hint: newPasswordHint },
        ),
      ],
      send: async ({ new_password = '' }) => {
        /** @type {{ detail: string }} */
        const { detail } = await post('/api/auth/reset-password', { token, new_password });
        leave(detail);
      },
    }),
    el('p', {}, 'The link does not work? ', el('a', { href: '#/forgot-password' }, 'Ask for a new one'), '.'),
  );

  /** @param {string} detail */
  function leave(detail) {
    // The link is used up: going back to it would only tell so.
    history.replaceState(null, '', '#/login');
    if (currentUser() !== undefined) {
      endSession(detail);
      return;
    }
    node.replaceChildren(
      el('h1', { tabindex: -1 }, 'Done'),
      el('p', { class: 'notice', role: 'status' }, detail),
      el('p', {}, el('a', { href: '#/' }, 'Log in')),
    );
    node.querySelector('h1')?.focus();
  }

  return { title, node };
}
