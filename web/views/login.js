/** @import { Session, User, View } from '../types.d.ts' */
import { get, post } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { beginSession } from '../session.js';

/**
 * @param {string} [notice] why the login is needed
 * @returns {View}
 */
export function loginView(notice) {
  const node = el(
    'section',
    { class: 'narrow' },
    el('h1', { tabindex: -1 }, 'Log in'),
    notice !== undefined && el('p', { class: 'notice', role: 'status' }, notice),
    form({
      submit: 'Log in',
      children: [
        field('Email', { name: 'email', type: 'email', autocomplete: 'username', required: true }),
        field('Password', { name: 'password', type: 'password', autocomplete: 'current-password', required: true }),
      ],
      send: ({ email = '', password = '' }) => logIn(email, password),
    }),
    el('p', {}, el('a', { href: '#/forgot-password' }, 'Forgot your password?')),
    el('p', {}, 'New here? ', el('a', { href: '#/register' }, 'Make an account'), '.'),
  );
  return { title: 'Log in', node };
}

/**
 * @param {string} email
 * @param {string} password
 */
export async function logIn(email, password) {
  /** @type {Session} */
  const session = await post('/api/auth/login', { email, password });
  beginSession({ access_token: session.access_token, user: session.user });
  void addName(session);
}

/**
 * The name comes from another service; without it everything but a greeting works.
 * @param {Session} session
 */
async function addName({ access_token, user }) {
  try {
    /** @type {User} */
    const { full_name } = await get('/api/users/me');
    if (full_name !== undefined) beginSession({ access_token, user: { ...user, full_name } });
  } catch (error) {
    console.warn('the name is not known', error);
  }
}
