import { usersApi } from '@gym/contracts';
import * as fc from 'fast-check';
import { updateProfile } from '../src/domain/profile.js';

const name = fc.constantFrom('large_text', 'language', 'sound', 'theme');
const value = fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 200 }));
const profile = fc.record({
  full_name: fc.constantFrom('Ann', 'Bob'),
  phone: fc.option(fc.constant('+49 170 1234567')),
  birth_date: fc.option(fc.constant('1990-12-31')),
  emergency_contact: fc.option(fc.constant({ name: 'Cleo', phone: '112 112' })),
  preferences: fc.dictionary(name, value, { noNullPrototype: true }),
});
const patch: fc.Arbitrary<usersApi.ProfileUpdate> = fc.record(
  {
    full_name: fc.constantFrom('Ann', 'Dag'),
    phone: fc.option(fc.constant('0170 7654321')),
    birth_date: fc.option(fc.constant('2001-01-01')),
    emergency_contact: fc.option(fc.constant({ name: 'Finn', phone: '110 110' })),
    preferences: fc.dictionary(name, fc.option(value), { noNullPrototype: true }),
  },
  { requiredKeys: [] },
);

/** RFC 7396, written down as the RFC has it, for what a profile is made of. */
function mergePatch(target: object, changes: object): object {
  const result = new Map<string, unknown>(Object.entries(target));
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) result.delete(key);
    else if (key === 'preferences') result.set(key, mergePatch(Object(result.get(key) ?? {}), Object(change)));
    else result.set(key, change);
  }
  return Object.fromEntries(result);
}

const withoutNulls = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, held]) => held !== null));

test('a profile is updated as RFC 7396 says', () => {
  fc.assert(
    fc.property(profile, patch, (before, changes) => {
      const after = updateProfile(before, changes, 50);
      expect(withoutNulls(after)).toEqual(mergePatch(withoutNulls(before), changes));
    }),
  );
});

test('there is an end to preferences', () => {
  const preferences = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [`p${index}`, true]));
  const before = { full_name: 'Ann', phone: null, birth_date: null, emergency_contact: null, preferences };
  expect(() => updateProfile(before, { preferences: { p3: true } }, 3)).toThrow(
    expect.objectContaining({ status: 400, slug: 'too-many-preferences' }),
  );
  expect(updateProfile(before, { preferences: { p3: true, p0: null } }, 3).preferences).toEqual({
    p1: true,
    p2: true,
    p3: true,
  });
});

test.each([
  { phone: 'call me' },
  { phone: '1'.repeat(50) },
  { birth_date: '2001-02-30' },
  { birth_date: '1899-12-31' },
  { birth_date: '2999-01-01' },
  { emergency_contact: { name: 'Cleo' } },
  { full_name: '' },
  { full_name: null },
  { preferences: { 'Large Text': true } },
  { preferences: { large_text: {} } },
  { role: 'admin' },
])('%j is no update of a profile', (body) => {
  expect(usersApi.profileUpdate.safeParse(body).success).toBe(false);
});

test.each(['+49 (0)170 / 123 45 67', '112 112', '030-1234567'])('%s is a telephone number', (phone) => {
  expect(usersApi.profileUpdate.safeParse({ phone }).success).toBe(true);
});
