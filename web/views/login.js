/** @import { Session, User, View } from '../types.d.ts' */
import { get, post } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { beginSession, currentSession } from '../session.js';

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
  const { access_token, refresh_token, user } = await post('/api/auth/login', { email, password });
  beginSession({ access_token, refresh_token, user });
  void addName();
}

/** The name comes from another service; without it everything but a greeting works. */
async function addName() {
  try {
    /** @type {User} */
    const { id, full_name } = await get('/api/users/me');
    const session = currentSession();
    if (session?.user.id === id) beginSession({ ...session, user: { ...session.user, full_name } });
  } catch (error) {
    console.warn('the name is not known', error);
  }
}
