/** @import { View } from '../types.d.ts' */
import { post } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { newPasswordHint } from '../words.js';
import { logIn } from './login.js';

/** @returns {View} */
export function registerView() {
  const roles = { member: 'Member: I take part', trainer: 'Trainer: I run tournaments' };
  const node = el(
    'section',
    { class: 'narrow' },
    el('h1', { tabindex: -1 }, 'Make an account'),
    form({
      submit: 'Make the account',
      children: [
        field('Your name', { name: 'full_name', autocomplete: 'name', required: true, maxlength: 120 }),
        field('Email', { name: 'email', type: 'email', autocomplete: 'username', required: true }),
        field(
          'Password',
          { name: 'password', type: 'password', autocomplete: 'new-password', required: true, minlength: 8 },
          { hint: newPasswordHint },
        ),
        field('You are a', { name: 'role' }, { options: roles, hint: 'An admin has to approve trainers.' }),
      ],
      send: async (values) => {
        /** @type {{ user: { is_approved: boolean } }} */
        const { user } = await post('/api/auth/register', values);
        if (user.is_approved) await logIn(values['email'] ?? '', values['password'] ?? '');
        else node.replaceChildren(...waiting());
      },
    }),
    el('p', {}, 'You have an account? ', el('a', { href: '#/login' }, 'Log in'), '.'),
  );
  return { title: 'Make an account', node };
}

function waiting() {
  return [
    el('h1', { tabindex: -1 }, 'Almost there'),
    el('p', { class: 'notice', role: 'status' }, 'Your account waits for the approval of an admin.'),
    el('p', {}, el('a', { href: '#/login' }, 'Log in'), ' once you have it.'),
  ];
}
