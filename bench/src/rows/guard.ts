import { generateKeyPairSync } from 'node:crypto';
import { authApi, accountEvents, userEvents, type CloudEvent } from '@gym/contracts';
import { authenticate, createLogger, createRevocations, type TokenRules } from '@gym/service-kit';
import jwt from 'jsonwebtoken';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';

const rounds = 7;
/** People at once, each with a token of their own: more than are remembered would have to be verified again. */
const tokens = 1500;
const requests = 150_000;
/** Entries of each kind; what a busy hour takes back. */
const revoked = 5000;

/** What the guard costs in each request: the look at the token, its key, and what was taken back. In this process. */
export async function guard(): Promise<Line[]> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const headers = Array.from({ length: tokens }, (_, index) => {
    const claims = { email: `p${index}@gym.test`, role: 'member', sid: index + 1, ver: 0 };
    const options = { issuer: authApi.tokenIssuer, audience: authApi.tokenAudience, subject: String(index + 1) };
    return `Bearer ${jwt.sign(claims, privateKey, { algorithm: 'ES256', keyid: 'k', expiresIn: 900, ...options })}`;
  });
  const revocations = createRevocations(
    (service) => Promise.resolve({ events: service === 'auth-service' ? sessionsEnded() : bans(), last_seq: revoked }),
    createLogger('bench', { level: 'silent', json: false }),
  );
  revocations.start();
  const rules: TokenRules = {
    keys: () => Promise.resolve(publicKey),
    isRevoked: (caller) => revocations.isRevoked(caller),
  };

  async function microseconds(count: number): Promise<number> {
    const begin = performance.now();
    for (let turn = 0; turn < count; turn += 1) await authenticate(headers[turn % tokens], rules);
    return ((performance.now() - begin) / count) * 1000;
  }

  const firstTime = await microseconds(tokens);
  await microseconds(requests);
  const costs: number[] = [];
  for (let round = 0; round < rounds; round += 1) costs.push(await microseconds(requests));
  await revocations.stop();
  return [
    {
      what: 'guard of a request whose token was seen before',
      against: '',
      unit: 'us',
      value: spreadOf(costs),
      goal: { atMost: 60 },
      detail: { tokens, requests, revoked: 2 * revoked, firstTimeMicroseconds: firstTime, costs },
    },
  ];
}

/** Of people and sessions beyond those who ask. */
const sessionsEnded = (): CloudEvent[] =>
  numbers().map((at) =>
    event('auth-service', accountEvents.sessionsEnded.type, at, { user_id: at, session_ids: [at], reason: 'logout' }),
  );
const bans = (): CloudEvent[] =>
  numbers().map((at) => event('user-service', userEvents.userDeleted.type, at, { user_id: at, version: 1 }));
const numbers = (): number[] => Array.from({ length: revoked }, (_, index) => 1_000_000 + index);

function event(source: string, type: string, seq: number, payload: unknown): CloudEvent {
  const id = 'a8098c1a-f86e-41da-bd1a-00112444be1e';
  return { specversion: '1.0', id, source, type, subject: '1', time: new Date().toISOString(), data: { seq, payload } };
}
