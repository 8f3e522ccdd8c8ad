import * as fc from 'fast-check';
import {
  approve,
  ban,
  changeRole,
  difference,
  isSame,
  reject,
  requireNotRoot,
  requireOther,
  unban,
  type Standing,
} from '../src/domain/standing.js';

const now = new Date('2027-05-01T09:00:00Z');
const later = fc.date({ min: new Date('2027-05-02'), max: new Date('2090-01-01'), noInvalidDate: true });
const role = fc.constantFrom('member' as const, 'trainer' as const, 'admin' as const);
const approval = fc.oneof(
  fc.constant({ is_approved: true, rejection_reason: null }),
  fc.record({ is_approved: fc.constant(false), rejection_reason: fc.option(fc.string()) }),
);
const banned = fc.oneof(
  fc.constant({ is_banned: false, ban_reason: null, banned_until: null }),
  fc.record({ is_banned: fc.constant(true), ban_reason: fc.option(fc.string()), banned_until: fc.option(later) }),
);
const standing: fc.Arbitrary<Standing> = fc
  .tuple(role, approval, banned)
  .map(([held, approvalPart, banPart]) => Object.assign({ role: held }, approvalPart, banPart));

/** Refusals leave everything as it was. */
const rejectIfPossible = (reason: string) => (before: Standing) =>
  before.is_approved ? before : reject(before, reason);
const decision: fc.Arbitrary<(standing: Standing) => Standing> = fc.oneof(
  fc.constant(approve),
  fc.constant(unban),
  fc.string().map(rejectIfPossible),
  role.map((held) => (before: Standing) => changeRole(before, held)),
  fc
    .record({
      reason: fc.option(fc.string(), { nil: undefined }),
      until: fc.option(fc.option(later), { nil: undefined }),
    })
    .map((terms) => (before: Standing) => ban(before, terms, now)),
);

test('a decision taken twice is the decision taken once', () => {
  fc.assert(
    fc.property(standing, decision, (before, decide) => {
      const after = decide(before);
      expect(isSame(decide(after), after)).toBe(true);
    }),
  );
});

test('reasons and ends belong to what they are about and go with it', () => {
  fc.assert(
    fc.property(standing, fc.array(decision), (before, decisions) => {
      const after = decisions.reduce((current, decide) => decide(current), before);
      expect(after.is_banned || (after.ban_reason === null && after.banned_until === null)).toBe(true);
      expect(after.is_approved && after.rejection_reason !== null).toBe(false);
    }),
  );
});

test('the audit log has what changed and nothing else', () => {
  fc.assert(
    fc.property(standing, decision, (before, decide) => {
      const after = decide(before);
      const { before: was, after: is } = difference(before, after);
      expect(Object.keys(was)).toEqual(Object.keys(is));
      for (const [key, value] of Object.entries(is)) expect(Object.entries(was)).not.toContainEqual([key, value]);
      expect(isSame(before, after)).toBe(Object.keys(is).length === 0);
    }),
  );
});

test('a ban and its end leave the approval and the role alone', () => {
  fc.assert(
    fc.property(standing, (before) => {
      const { role: held, is_approved, rejection_reason } = unban(ban(before, { reason: 'spam' }, now));
      expect({ role: held, is_approved, rejection_reason }).toEqual({
        role: before.role,
        is_approved: before.is_approved,
        rejection_reason: before.rejection_reason,
      });
    }),
  );
});

const active: Standing = {
  role: 'member',
  is_approved: true,
  is_banned: false,
  ban_reason: null,
  banned_until: null,
  rejection_reason: null,
};

test('a second ban keeps the reason and the end unless it brings others', () => {
  const until = new Date('2027-06-01T09:00:00Z');
  const first = ban(active, { reason: 'spam', until }, now);
  expect(ban(first, {}, now)).toEqual(first);
  expect(ban(first, { reason: 'worse', until: null }, now)).toMatchObject({ ban_reason: 'worse', banned_until: null });
});

test('a ban that would be over already is refused', () => {
  expect(() => ban(active, { until: now }, now)).toThrow(expect.objectContaining({ slug: 'until-in-the-past' }));
});

test('who is in already cannot be rejected', () => {
  expect(() => reject(active, 'late')).toThrow(expect.objectContaining({ status: 409, slug: 'approved' }));
});

test('the root admin and the own account are safe', () => {
  expect(() => requireNotRoot({ id: 1, is_root_admin: true })).toThrow(expect.objectContaining({ slug: 'root-admin' }));
  expect(() => requireOther({ id: 2 }, { id: 2, is_root_admin: false })).toThrow(
    expect.objectContaining({ slug: 'own-account' }),
  );
});
