/** @import { View } from '../types.d.ts' */
import { post } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { newPasswordHint } from '../words.js';

/** @returns {View} */
export function changePasswordView() {
  const title = 'Change your password';
  const node = el(
    'section',
    { class: 'narrow' },
    el('h1', { tabindex: -1 }, title),
    form({
      submit: 'Change the password',
      children: [
        field('Present password', {
          name: 'old_password',
          type: 'password',
          autocomplete: 'current-password',
          required: true,
        }),
        field(
          'New password',
          { name: 'new_password', type: 'password', autocomplete: 'new-password', required: true, minlength: 8 },
          { hint: newPasswordHint },
        ),
      ],
      send: async ({ old_password = '', new_password = '' }) => {
        /** @type {{ detail: string }} */
        const { detail } = await post('/api/auth/change-password', { old_password, new_password });
        node.replaceChildren(
          el('h1', { tabindex: -1 }, 'Done'),
          el('p', { class: 'notice', role: 'status' }, detail),
          el('p', {}, el('a', { href: '#/' }, 'To the tournaments')),
        );
        node.querySelector('h1')?.focus();
      },
    }),
  );
  return { title, node };
}
