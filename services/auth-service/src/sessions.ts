import { accountEvents } from '@gym/contracts';
import { appendEvents, newEvent, type NewEvent, type Transaction } from '@gym/service-kit';
import { unauthorized } from '@gym/service-kit/errors';
import type { Deps } from './accounts.js';
import { requireGoodStanding } from './domain/standing.js';
import {
  hashOf,
  makeRefreshToken,
  openSuccessor,
  readRefreshToken,
  sealSuccessor,
  writeRefreshToken,
  type RefreshToken,
} from './refresh-tokens.js';
import {
  deleteSession,
  deleteSessionsOf,
  insertSession,
  lockSession,
  ownerOf,
  rotateSession,
  trimSessions,
  type Client,
  type LockedSession,
} from './store/sessions.js';
import { lockAccount, type SignedAccount } from './store/users.js';

/** What somebody who has proved who they are goes on with. */
export interface Grant {
  account: SignedAccount;
  sessionId: number;
  refreshToken: string;
}

/** Sessions a user may have at once: a program that logs in again and again must not fill the table. */
export const maxSessions = 100;

/**
 * Seconds in which the token before the present one gets the present one once more: the answer of a refresh can be
 * lost, and a client gives up on it after 10 s and asks again.
 */
const graceSeconds = 20;

/**
 * Opens a session for an account whose password was verified. The account is read again under a lock: what a ban or a
 * new password ends, it ends for logins under way too.
 * @returns undefined when the password is another one by now: verify again
 * @throws AppError 403 when the account may not be used
 */
export async function openSession(
  { database, lifetimes }: Deps,
  verified: { id: number; password_hash: string },
  client: Client,
): Promise<Grant | undefined> {
  const token = makeRefreshToken();
  const hashes = { family: hashOf(token.family), token: hashOf(token.secret) };
  return database.transaction(async (tx) => {
    const account = await lockAccount(tx, verified.id);
    if (account?.password_hash !== verified.password_hash) return undefined;
    requireGoodStanding(account);
    const sessionId = await insertSession(tx, account.id, hashes, client, lifetimes);
    await trimSessions(tx, account.id, maxSessions);
    return { account, sessionId, refreshToken: writeRefreshToken(token) };
  });
}

/**
 * Exchanges a refresh token for the next one. A token that was exchanged before has been copied, and whether the thief
 * or the owner comes now cannot be told: the session ends for both.
 * @throws AppError 401 for a token that is not good, 403 when the account may not be used
 */
export async function refreshSession(deps: Deps, text: string, client: Client): Promise<Grant> {
  const token = readRefreshToken(text);
  if (token === undefined) throw notGood();
  // The end of a session has to be committed, so the refusal comes after the transaction.
  const grant = await deps.database.transaction(async (tx) => {
    const family = hashOf(token.family);
    const userId = await ownerOf(tx, family);
    const account = userId === undefined ? undefined : await lockAccount(tx, userId);
    const session = await lockSession(tx, family);
    if (account === undefined || session === undefined || session.is_expired) return undefined;
    requireGoodStanding(account);
    const next = await successor(deps, tx, session, token, client);
    if (next !== undefined) {
      const refreshToken = writeRefreshToken({ family: token.family, secret: next });
      return { account, sessionId: session.id, refreshToken };
    }
    deps.log.warn('a refresh token was used twice: its session has ended', { user: account.id, session: session.id });
    await appendEvents(tx, deps.appId, await endSession(tx, account.id, session.id, 'reuse'));
    return undefined;
  });
  if (grant === undefined) throw notGood();
  return grant;
}

/** @returns the secret of the next token, or undefined when the token was exchanged before */
async function successor(
  { lifetimes }: Deps,
  tx: Transaction,
  session: LockedSession,
  { secret }: RefreshToken,
  client: Client,
): Promise<Buffer | undefined> {
  const hash = hashOf(secret);
  if (session.token_hash.equals(hash)) {
    const next = makeRefreshToken().secret;
    const stored = { hash: hashOf(next), sealed: sealSuccessor(secret, next) };
    await rotateSession(tx, session.id, stored, client, lifetimes);
    return next;
  }
  const { previous_hash: previous, sealed_successor: sealed } = session;
  const isRepeated = previous?.equals(hash) === true && session.age < graceSeconds;
  return isRepeated && sealed !== null ? openSuccessor(secret, sealed) : undefined;
}

/** One sentence for all: whoever tries tokens learns nothing about them. */
function notGood(): Error {
  return unauthorized('The refresh token is not valid any longer. Please log in again.', 'invalid-refresh-token');
}

/** Ends one session. @returns what everybody has to be told, also when its row had gone before its access tokens */
export async function endSession(tx: Transaction, userId: number, id: number, reason: string): Promise<NewEvent[]> {
  await deleteSession(tx, userId, id);
  return [endedEvent(userId, [id], reason)];
}

/**
 * Ends the sessions of a user, in the transaction of its reason.
 * @param except the session that goes on
 * @returns what everybody has to be told: append it last
 */
export async function endSessions(
  tx: Transaction,
  userId: number,
  reason: string,
  except?: number,
): Promise<NewEvent[]> {
  const ids = await deleteSessionsOf(tx, userId, except);
  return ids.length === 0 ? [] : [endedEvent(userId, ids, reason)];
}

export function endedEvent(userId: number, sessionIds: number[], reason: string): NewEvent {
  return newEvent(accountEvents.sessionsEnded, userId, { user_id: userId, session_ids: sessionIds, reason });
}
