import * as fc from 'fast-check';
import {
  grantedRole,
  isApprovedAtOnce,
  isInGoodStanding,
  requireGoodStanding,
  type Standing,
} from '../src/domain/standing.js';

const good = { is_active: true, is_approved: true, is_banned: false, rejection_reason: null };
const standing = fc.record({
  is_active: fc.boolean(),
  is_approved: fc.boolean(),
  is_banned: fc.boolean(),
  rejection_reason: fc.option(fc.string()),
});

function isRefused(account: Standing): boolean {
  try {
    requireGoodStanding(account);
    return false;
  } catch {
    return true;
  }
}

test('who asks to be an admin becomes a member', () => {
  expect(grantedRole('admin')).toBe('member');
  expect(grantedRole('trainer')).toBe('trainer');
  expect(grantedRole('member')).toBe('member');
});

test('trainers wait for an approval, others do not', () => {
  expect(isApprovedAtOnce('trainer')).toBe(false);
  expect(isApprovedAtOnce('member')).toBe(true);
});

test.each([
  ['banned', { ...good, is_banned: true }, 'banned'],
  ['inactive', { ...good, is_active: false }, 'inactive'],
  ['waiting', { ...good, is_approved: false }, 'pending-approval'],
  ['rejected', { ...good, is_approved: false, rejection_reason: 'No such trainer.' }, 'rejected'],
  ['banned and waiting', { ...good, is_approved: false, is_banned: true }, 'banned'],
])('an account that is %s is refused with the reason', (_name, account, slug) => {
  expect(() => requireGoodStanding(account)).toThrow(expect.objectContaining({ status: 403, slug }));
});

test('an account is refused exactly when it is not in good standing', () => {
  fc.assert(
    fc.property(standing, (account) => {
      expect(isRefused(account)).toBe(!isInGoodStanding(account));
    }),
  );
});
