import { generateKeyPairSync } from 'node:crypto';
import { authApi } from '@gym/contracts';
import { authenticate } from '@gym/service-kit';
import jwt from 'jsonwebtoken';
import { readSigningKeys } from '../src/signing-keys.js';

const account = { id: 7, email: 'ann@gym.test', role: 'trainer' as const, standing_version: 2 };
const grant = { account, sessionId: 3 };
const ann = { id: 7, email: account.email, role: account.role, sessionId: 3, version: 2 };

function pem(namedCurve = 'P-256'): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

test('a token says who it is about, for 15 minutes', async () => {
  const keys = readSigningKeys({ active: 'a', a: pem() });
  const token = keys.sign(grant);
  expect(await authenticate(`Bearer ${token}`, keys.source)).toEqual(ann);
  const { iat, exp, ...claims } = authApi.accessClaims.loose().parse(jwt.decode(token));
  expect(exp - iat).toBe(900);
  expect(claims).toEqual({
    sub: '7',
    email: ann.email,
    role: 'trainer',
    sid: 3,
    ver: 2,
    iss: 'gym-auth',
    aud: 'gym-platform',
  });
});

test('after a rotation, tokens of the old key still work', async () => {
  const secret = { old: pem(), new: pem() };
  const token = readSigningKeys({ ...secret, active: 'old' }).sign(grant);
  const keys = readSigningKeys({ ...secret, active: 'new' });
  expect(await authenticate(`Bearer ${token}`, keys.source)).toEqual(ann);
  expect(jwt.decode(keys.sign(grant), { complete: true })?.header.kid).toBe('new');
});

test('a token of a key that is gone is refused', async () => {
  const token = readSigningKeys({ active: 'old', old: pem() }).sign(grant);
  const keys = readSigningKeys({ active: 'new', new: pem() });
  await expect(authenticate(`Bearer ${token}`, keys.source)).rejects.toMatchObject({ status: 401 });
});

test('the published keys are public ones', () => {
  const { published } = readSigningKeys({ active: 'a', a: pem(), b: pem() });
  expect(authApi.keySet.parse(published).keys.map((key) => key.kid)).toEqual(['a', 'b']);
  expect(JSON.stringify(published)).not.toContain('"d"');
});

test.each([
  ['has no active key', { active: 'b', a: pem() }, /no key "b"/],
  ['names no active key', { a: pem() }, /active/],
  ['holds something else than a key', { active: 'a', a: 'not a key at all' }, /cannot be read/],
  ['holds a key of another curve', { active: 'a', a: pem('P-384') }, /not on the curve P-256/],
])('a secret that %s stops the start, and its content stays out of the message', (_name, secret, message) => {
  expect(() => readSigningKeys(secret)).toThrow(message);
  expect(() => readSigningKeys(secret)).not.toThrow(/PRIVATE|not a key at all/);
});
