import { generateKeyPairSync } from 'node:crypto';
import { authApi } from '@gym/contracts';
import jwt from 'jsonwebtoken';
import { authenticate, type Caller, type KeySource, type TokenRules } from '../src/auth.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const issued = rules((kid) => Promise.resolve(kid === 'k1' ? pair.publicKey : undefined));

function rules(keys: KeySource, isRevoked: (caller: Caller) => boolean = () => false): TokenRules {
  return { keys, isRevoked: (caller) => Promise.resolve(isRevoked(caller)) };
}

function bearer(options: jwt.SignOptions = {}, key = pair.privateKey): string {
  const token = jwt.sign({ email: 'ann@gym.test', role: 'trainer', sid: 3, ver: 2 }, key, {
    algorithm: 'ES256',
    keyid: 'k1',
    issuer: authApi.tokenIssuer,
    audience: authApi.tokenAudience,
    subject: '7',
    expiresIn: 60,
    ...options,
  });
  return `Bearer ${token}`;
}

const refused = { status: 401, slug: 'invalid-token' };

test('a token says who sends a request, the first time and every time after', async () => {
  const header = bearer();
  for (let time = 0; time < 3; time += 1) {
    const caller = await authenticate(header, issued);
    expect(caller).toEqual({ id: 7, email: 'ann@gym.test', role: 'trainer', sessionId: 3, version: 2 });
    // What one request does to its caller must not reach the next one.
    caller.role = 'admin';
  }
});

test('a token that was good is refused once its key is gone or replaced', async () => {
  const header = bearer();
  await authenticate(header, issued);
  await expect(
    authenticate(
      header,
      rules(() => Promise.resolve(undefined)),
    ),
  ).rejects.toMatchObject(refused);
  await expect(
    authenticate(
      header,
      rules(() => Promise.resolve(other.publicKey)),
    ),
  ).rejects.toMatchObject(refused);
});

test('a token that was good is refused once it is revoked', async () => {
  const header = bearer();
  await authenticate(header, issued);
  const revoking = rules(issued.keys, ({ id, sessionId, version }) => id === 7 && sessionId === 3 && version === 2);
  await expect(authenticate(header, revoking)).rejects.toMatchObject(refused);
});

test('a token that was good is refused once it has expired', async () => {
  const header = bearer({ expiresIn: 60 });
  await authenticate(header, issued);
  jest.useFakeTimers({ now: Date.now() + 61_000 });
  try {
    await expect(authenticate(header, issued)).rejects.toMatchObject(refused);
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  ['signed by another key', bearer({}, other.privateKey)],
  ['for another audience', bearer({ audience: 'elsewhere' })],
  ['of another issuer', bearer({ issuer: 'somebody' })],
  ['of an unknown key', bearer({ keyid: 'k2' })],
  ['that is malformed', 'Bearer abc'],
  ['of another scheme', 'Basic abc'],
])('a token %s is refused', async (_what, header) => {
  await expect(authenticate(header, issued)).rejects.toMatchObject(refused);
});
