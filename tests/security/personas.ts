import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authApi, type Role } from '@gym/contracts';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { admin, call, idOf, login, member, register, trainer, until, type Person } from '../support/gateway.js';

/** Somebody who knocks at every door. */
export interface Persona {
  name: string;
  /** Left out by who has no token. */
  token?: string | undefined;
  /** What the token is worth: the role of its bearer, or nothing. */
  role: Role | 'nobody' | 'anonymous';
  /** Who can log in again. */
  person?: Person | undefined;
}

export interface Cast {
  member: Person;
  trainer: Person;
  personas: Persona[];
}

const secretsSchema = z.object({ 'jwt-signing': z.object({ active: z.string() }).catchall(z.string()) });

/** The key of the running stack: only with it can a token be forged that is wrong in one thing alone. */
function signingKey(): { kid: string; pem: string } {
  const file = join(z.string().parse(process.env['GYM_TEST_HOME']), 'secrets.json');
  const { active, ...keys } = secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))['jwt-signing'];
  return { kid: active, pem: keys[active] ?? '' };
}

export async function makeCast(): Promise<Cast> {
  const root = await admin();
  const [ann, bob, banned, coach, other] = [
    await member('Ann Own'),
    await member('Bob Other'),
    await member('Cleo Banned'),
    await trainer(root, 'Coach Own'),
    await trainer(root, 'Coach Other'),
  ];
  const pending = await register('trainer', 'Dag Pending');
  await idOf(root, pending.email);
  const refusal = await login(pending.email);
  if (refusal.status !== 403) throw new Error(`somebody who waits for approval logs in: ${refusal.status}`);
  await call('PATCH', '/api/users/ban', { token: root.token, body: { user_id: banned.id } });
  // A ban that does not reach the token shows in the table of what was wrong, beside everything else.
  await until('the ban reaches the token', async () => {
    return (await call('GET', '/api/tournaments/', { token: banned.token })).status === 401;
  }).catch(() => undefined);
  return {
    member: ann,
    trainer: coach,
    personas: [
      { name: 'anonymous', role: 'anonymous' },
      { name: 'member', token: ann.token, role: 'member', person: ann },
      { name: 'other member', token: bob.token, role: 'member', person: bob },
      { name: 'trainer', token: coach.token, role: 'trainer', person: coach },
      { name: 'other trainer', token: other.token, role: 'trainer', person: other },
      { name: 'admin', token: root.token, role: 'admin', person: root },
      { name: 'banned', token: banned.token, role: 'nobody' },
      // Gets no token at the login, so this is all that is left.
      { name: 'pending', token: refusal.body.access_token, role: 'anonymous' },
      ...forged(root.token),
    ],
  };
}

/** Tokens of the root admin, each wrong in one thing. */
function forged(good: string): Persona[] {
  const { kid, pem } = signingKey();
  const { iat: _issued, exp: _expiry, ...claims } = z.record(z.string(), z.unknown()).parse(jwt.decode(good));
  const publicPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
  const es256: jwt.SignOptions = { algorithm: 'ES256', keyid: kid };
  const unsigned = [{ alg: 'none', kid, typ: 'JWT' }, jwt.decode(good)].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const tokens = {
    'expired token': jwt.sign(claims, pem, { ...es256, expiresIn: -60 }),
    'other issuer': jwt.sign({ ...claims, iss: 'somebody' }, pem, { ...es256, expiresIn: 600 }),
    'other audience': jwt.sign({ ...claims, aud: 'somewhere' }, pem, { ...es256, expiresIn: 600 }),
    'alg none': `${unsigned.join('.')}.`,
    'alg none, signed': `${unsigned.join('.')}.${good.split('.')[2]}`,
    'HS256 by public key': jwt.sign(claims, publicPem, { algorithm: 'HS256', keyid: kid, expiresIn: 600 }),
  };
  // Without this, all of them could be refused for a reason that nobody thought of. It outlives the test on a slow machine.
  const control = jwt.sign(claims, pem, { ...es256, expiresIn: 600 });
  authApi.accessClaims.parse(jwt.decode(control));
  return [
    { name: 'control', token: control, role: 'admin' },
    ...Object.entries(tokens).map(([name, token]): Persona => ({ name, token, role: 'nobody' })),
  ];
}
