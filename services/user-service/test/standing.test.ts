import * as fc from 'fast-check';
import { approve, ban, isSame, requireNotRoot, requireOther, unban, type Standing } from '../src/domain/standing.js';

const standing: fc.Arbitrary<Standing> = fc.oneof(
  fc.record({ is_approved: fc.boolean(), is_banned: fc.constant(false), ban_reason: fc.constant(null) }),
  fc.record({ is_approved: fc.boolean(), is_banned: fc.constant(true), ban_reason: fc.option(fc.string()) }),
);
const decision: fc.Arbitrary<(standing: Standing) => Standing> = fc.oneof(
  fc.constant(approve),
  fc.constant(unban),
  fc.option(fc.string(), { nil: undefined }).map((reason) => (before: Standing) => ban(before, reason)),
);

test('a decision taken twice is the decision taken once', () => {
  fc.assert(
    fc.property(standing, decision, (before, decide) => {
      const after = decide(before);
      expect(isSame(decide(after), after)).toBe(true);
    }),
  );
});

test('a reason belongs to a ban and goes with it', () => {
  fc.assert(
    fc.property(standing, fc.array(decision), (before, decisions) => {
      const after = decisions.reduce((current, decide) => decide(current), before);
      expect(after.ban_reason === null || after.is_banned).toBe(true);
    }),
  );
});

test('a ban and its end leave the approval alone', () => {
  fc.assert(
    fc.property(standing, (before) => {
      expect(unban(ban(before, 'spam')).is_approved).toBe(before.is_approved);
    }),
  );
});

test('a second ban keeps the reason unless it brings another one', () => {
  const banned = { is_approved: true, is_banned: true, ban_reason: 'spam' };
  expect(ban(banned, undefined)).toEqual(banned);
  expect(ban(banned, 'worse').ban_reason).toBe('worse');
});

test('the root admin and the own account are safe', () => {
  expect(() => requireNotRoot({ id: 1, is_root_admin: true })).toThrow(expect.objectContaining({ slug: 'root-admin' }));
  expect(() => requireOther({ id: 2 }, { id: 2, is_root_admin: false })).toThrow(
    expect.objectContaining({ slug: 'own-account' }),
  );
});
