import { assert, property, string } from 'fast-check';
import { cleanName, mergePerson } from '../src/import/person.js';
import type { OldAccount, OldProfile } from '../src/import/rows.js';

const account: OldAccount = {
  id: 7,
  email: ' Ann@Gym.Test ',
  password_hash: `pbkdf2:sha256:260000$salt$${'a'.repeat(64)}`,
  role: 'trainer',
  is_active: true,
  is_approved: true,
  is_banned: false,
  created_at: '2024-01-02 03:04:05.678901+00',
};
const profile: OldProfile = {
  id: 7,
  email: 'ann@gym.test',
  full_name: 'Ann Lée 李',
  role: 'trainer',
  is_approved: true,
  is_banned: false,
  is_root_admin: false,
  created_at: null,
};

test('two rows that agree are one person, as they were', () => {
  expect(mergePerson(account, profile)).toEqual({
    person: {
      ...account,
      email: 'ann@gym.test',
      full_name: 'Ann Lée 李',
      is_root_admin: false,
    },
    changes: [],
  });
});

test.each([
  ['role', {}, { role: 'admin' }, { role: 'trainer' }],
  ['role', { role: 'admin' }, { role: 'member' }, { role: 'member' }],
  ['ban', {}, { is_banned: true }, { is_banned: true }],
  ['ban', { is_banned: true }, {}, { is_banned: true }],
  ['approval', { is_approved: false }, {}, { is_approved: false }],
  ['approval', {}, { is_approved: false }, { is_approved: false }],
] as const)('where they disagree about the %s, the stricter one wins: %j and %j', (_what, one, other, expected) => {
  expect(mergePerson({ ...account, ...one }, { ...profile, ...other })).toMatchObject({
    person: expected,
    changes: [expect.stringContaining('disagreed')],
  });
});

test('an account without a profile is called by its email, and an unknown hash opens nothing', () => {
  expect(mergePerson({ ...account, password_hash: 'plain text' }, undefined)).toMatchObject({
    person: { full_name: 'ann', password_hash: '!' },
    changes: [expect.stringContaining('no profile'), expect.stringContaining('needs a reset')],
  });
});

test.each(['', '   ', 'a\u0007b@gym.test', `${'a'.repeat(255)}@gym.test`])('the email %j is no email', (email) => {
  expect(mergePerson({ ...account, email }, profile)).toEqual({ refusal: 'the email is unusable' });
});

test('a cleaned name fits the forms, and stays as it is when it did already', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = cleanName(text);
      expect(name.length).toBeLessThanOrEqual(120);
      expect(name).not.toMatch(/\p{Cc}|^\s|\s$/u);
      expect(cleanName(name)).toBe(name);
    }),
  );
});
