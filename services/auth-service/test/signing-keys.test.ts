import { generateKeyPairSync } from 'node:crypto';
import { authApi } from '@gym/contracts';
import { authenticate, type Caller } from '@gym/service-kit';
import jwt from 'jsonwebtoken';
import { adoptionMs, openSigningKeys, type SigningKeys } from '../src/signing-keys.js';

const account = { id: 7, email: 'ann@gym.test', role: 'trainer' as const, standing_version: 2 };
const grant = { account, sessionId: 3 };
const ann = { id: 7, email: account.email, role: account.role, sessionId: 3, version: 2 };

function pem(namedCurve = 'P-256'): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const open = (secret: Record<string, string>): Promise<SigningKeys> => openSigningKeys(() => Promise.resolve(secret));
const kidOf = (token: string): unknown => jwt.decode(token, { complete: true })?.header.kid;

function verify(token: string, { source }: SigningKeys): Promise<Caller> {
  return authenticate(`Bearer ${token}`, { keys: source, isRevoked: () => Promise.resolve(false) });
}

/** Keys whose secret can be replaced, and whose clock can be moved. */
async function rotatable(secret: Record<string, string>) {
  let stored: Record<string, string> | Error = secret;
  let time = 0;
  const keys = await openSigningKeys(
    () => (stored instanceof Error ? Promise.reject(stored) : Promise.resolve(stored)),
    () => time,
  );
  return {
    keys,
    async change(to: Record<string, string> | Error): Promise<void> {
      stored = to;
      time += 1000;
      await keys.refresh();
    },
    passTime(ms: number): void {
      time += ms;
    },
  };
}

test('a token says who it is about, for 15 minutes', async () => {
  const keys = await open({ active: 'a', a: pem() });
  const token = keys.sign(grant);
  expect(await verify(token, keys)).toEqual(ann);
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

test('a new key is published at once, signs when everybody can know it, and the old one verifies on', async () => {
  const [a, b] = [pem(), pem()];
  const { keys, change, passTime } = await rotatable({ active: 'a', a });
  const old = keys.sign(grant);
  await change({ active: 'b', a, b });
  expect(keys.published.keys.map(({ kid }) => kid)).toEqual(['a', 'b']);
  passTime(adoptionMs - 1);
  expect(kidOf(keys.sign(grant))).toBe('a');
  passTime(1);
  const young = keys.sign(grant);
  expect(kidOf(young)).toBe('b');
  expect(await verify(old, keys)).toEqual(ann);
  expect(await verify(young, keys)).toEqual(ann);
  await change({ active: 'b', b });
  await expect(verify(old, keys)).rejects.toMatchObject({ status: 401 });
  expect(await verify(young, keys)).toEqual(ann);
});

test('a key that signs and is taken away is replaced at once', async () => {
  const { keys, change } = await rotatable({ active: 'a', a: pem() });
  const old = keys.sign(grant);
  await change({ active: 'b', b: pem() });
  expect(kidOf(keys.sign(grant))).toBe('b');
  await expect(verify(old, keys)).rejects.toMatchObject({ status: 401 });
});

test.each([
  ['cannot be read', new Error('away')],
  ['is damaged', { active: 'x' }],
])('while the secret %s, everything stays as it was', async (_what, secret) => {
  const { keys, change } = await rotatable({ active: 'a', a: pem() });
  const token = keys.sign(grant);
  await expect(change(secret)).rejects.toThrow(/away|no key/);
  expect(await verify(token, keys)).toEqual(ann);
  expect(kidOf(keys.sign(grant))).toBe('a');
});

test('the secret is read once a second, however many ask for the keys', async () => {
  let reads = 0;
  let time = 0;
  const secret = { active: 'a', a: pem() };
  const keys = await openSigningKeys(
    () => {
      reads += 1;
      return Promise.resolve(secret);
    },
    () => time,
  );
  time = 999;
  await keys.refresh();
  expect(reads).toBe(1);
  time = 1000;
  await Promise.all([keys.refresh(), keys.refresh()]);
  expect(reads).toBe(2);
});

test('the published keys are public ones', async () => {
  const { published } = await open({ active: 'a', a: pem(), b: pem() });
  expect(authApi.keySet.parse(published).keys.map((key) => key.kid)).toEqual(['a', 'b']);
  expect(JSON.stringify(published)).not.toContain('"d"');
});

test.each([
  ['has no active key', { active: 'b', a: pem() }, /no key "b"/],
  ['names no active key', { a: pem() }, /active/],
  ['holds something else than a key', { active: 'a', a: 'not a key at all' }, /cannot be read/],
  ['holds a key of another curve', { active: 'a', a: pem('P-384') }, /not on the curve P-256/],
])('a secret that %s stops the start, and its content stays out of the message', async (_name, secret, message) => {
  await expect(open(secret)).rejects.toThrow(message);
  await expect(open(secret)).rejects.not.toThrow(/PRIVATE|not a key at all/);
});
