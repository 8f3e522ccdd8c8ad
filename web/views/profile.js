/** @import { Profile, View } from '../types.d.ts' */
import { get, patch, remove } from '../api.js';
import { el, messageOf } from '../dom.js';
import { field, form } from '../form.js';
import { loader } from '../loader.js';
import { endSession } from '../session.js';
import { calendarAddress } from './calendar-address.js';

/**
 * What is known of the person who is logged in, to be changed, taken along, or deleted.
 * @returns {View}
 */
export function profileView() {
  const content = el('section');
  const { reload, progress } = loader(async () => {
    /** @type {Profile} */
    const profile = await get('/api/users/me');
    content.replaceChildren(editor(profile), calendarAddress(), takeAlong(), deletion());
  });
  const node = el('section', { class: 'narrow' }, el('h1', { tabindex: -1 }, 'Your profile'), progress, content);
  reload();
  return { title: 'Your profile', node };
}

/** @param {Profile} profile */
function editor(profile) {
  const { full_name, email, phone, birth_date, emergency_contact: contact } = profile;
  const saved = el('p', { role: 'status' });
  return el(
    'section',
    {},
    el('p', { class: 'quiet' }, `You log in as ${email}.`),
    el(
      'p',
      { class: 'actions' },
      el('a', { href: '#/password' }, 'Change your password'),
      el('a', { href: '#/sessions' }, 'Your logins'),
    ),
    form({
      submit: 'Save',
      children: [
        field('Your name', {
          name: 'full_name',
          value: full_name,
          autocomplete: 'name',
          required: true,
          maxlength: 120,
        }),
        field(
          'Phone',
          { name: 'phone', type: 'tel', value: phone, autocomplete: 'tel', maxlength: 40 },
          { hint: 'Trainers and admins see it.' },
        ),
        field(
          'Birth date',
          { name: 'birth_date', type: 'date', value: birth_date, autocomplete: 'bday' },
          { hint: 'Only admins see it.' },
        ),
        el(
          'fieldset',
          {},
          el('legend', {}, 'Whom to call in an emergency'),
          field('Name', { name: 'emergency_contact/name', value: contact?.name, maxlength: 120 }),
          field('Phone', { name: 'emergency_contact/phone', type: 'tel', value: contact?.phone, maxlength: 40 }),
        ),
      ],
      send: async (values) => {
        saved.textContent = '';
        await patch('/api/users/me', updateOf(values));
        saved.textContent = 'Your profile is saved.';
      },
    }),
    saved,
  );
}

/** @param {Record<string, string>} values empty fields are taken away */
function updateOf({ full_name, phone, birth_date, ...contact }) {
  const name = contact['emergency_contact/name'];
  const number = contact['emergency_contact/phone'];
  return {
    full_name,
    phone: phone || null,
    birth_date: birth_date || null,
    emergency_contact: name || number ? { name, phone: number } : null,
  };
}

function takeAlong() {
  const fault = el('p', { role: 'status' });
  async function download() {
    fault.textContent = '';
    try {
      const data = await get('/api/users/me/export');
      const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
      el('a', { href: url, download: 'my-data.json' }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      fault.textContent = messageOf(error);
    }
  }
  return el(
    'section',
    {},
    el('h2', {}, 'Your data'),
    el('p', {}, 'All that is known about you, in one file.'),
    el('button', { type: 'button', onclick: () => void download() }, 'Download your data'),
    fault,
  );
}

function deletion() {
  return el(
    'section',
    {},
    el('h2', {}, 'Leave'),
    el(
      'details',
      {},
      el('summary', {}, 'Delete your account'),
      el(
        'p',
        {},
        'Your profile and your login are deleted for good. Tournaments you have played keep their results without your name.',
      ),
      form({
        submit: 'Delete the account for good',
        children: [
          field('Your password', {
            name: 'password',
            type: 'password',
            autocomplete: 'current-password',
            required: true,
          }),
        ],
        send: async (values) => {
          await remove('/api/users/me', values);
          endSession('Your account was deleted.');
        },
      }),
    ),
  );
}
