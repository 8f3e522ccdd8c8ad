/** @import { View } from '../types.d.ts' */
import { post } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';

/** @returns {View} */
export function forgotPasswordView() {
  const title = 'Forgot your password?';
  const node = el(
    'section',
    { class: 'narrow' },
    el('h1', { tabindex: -1 }, title),
    el('p', {}, 'We send you a link that sets a new one.'),
    form({
      submit: 'Send me a link',
      children: [field('Email', { name: 'email', type: 'email', autocomplete: 'username', required: true })],
      send: async ({ email = '' }) => {
        /** @type {{ detail: string }} */
        const { detail } = await post('/api/auth/forgot-password', { email });
        node.replaceChildren(...sent(detail));
        node.querySelector('h1')?.focus();
      },
    }),
    el('p', {}, el('a', { href: '#/login' }, 'Back to the login')),
  );
  return { title, node };
}

/** @param {string} detail */
function sent(detail) {
  return [
    el('h1', { tabindex: -1 }, 'Look into your mail'),
    el('p', { class: 'notice', role: 'status' }, detail),
    el('p', {}, 'The link works once, and for half an hour. No mail? Look into the spam folder, then ask again.'),
    el('p', {}, el('a', { href: '#/login' }, 'Back to the login')),
  ];
}
