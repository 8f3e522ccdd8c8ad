import { randomBytes } from 'node:crypto';
import {
  makeRefreshToken,
  openSuccessor,
  readRefreshToken,
  sealSuccessor,
  writeRefreshToken,
} from '../src/refresh-tokens.js';

test('a token that was written is read as it was, and the next one belongs to the same family', () => {
  const token = makeRefreshToken();
  expect(readRefreshToken(writeRefreshToken(token))).toEqual(token);
  const next = makeRefreshToken(token.family);
  expect([next.family.equals(token.family), next.secret.equals(token.secret)]).toEqual([true, false]);
});

test.each(['', 'x', 'x'.repeat(63), 'x'.repeat(65), `${'x'.repeat(63)}=`, `${'x'.repeat(63)}é`])(
  '%p is no token',
  (text) => {
    expect(readRefreshToken(text)).toBeUndefined();
  },
);

test('a successor is opened by the token before it and by no other', () => {
  const { secret } = makeRefreshToken();
  const next = randomBytes(32);
  const sealed = sealSuccessor(secret, next);
  expect(openSuccessor(secret, sealed)).toEqual(next);
  expect(sealed.includes(next)).toBe(false);
  expect(() => openSuccessor(makeRefreshToken().secret, sealed)).toThrow(/authenticate/);
});
