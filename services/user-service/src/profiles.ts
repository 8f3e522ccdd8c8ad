import { unauthorized, unavailable } from '@gym/service-kit/errors';
import type { Caller, Queryable, Transaction } from '@gym/service-kit';
import { wasDeleted } from './store/deleted-users.js';
import { findUser, lockUser, type UserRow } from './store/users.js';

/** @throws AppError 401 for somebody who was deleted, 503 for somebody whose profile is on its way */
export async function ownProfile(db: Queryable, caller: Caller): Promise<UserRow> {
  return (await findUser(db, caller.id)) ?? missing(db, caller);
}

/** The same, and nobody else changes it until the end of the transaction. */
export async function lockOwnProfile(tx: Transaction, caller: Caller): Promise<UserRow> {
  return (await lockUser(tx, caller.id)) ?? missing(tx, caller);
}

async function missing(db: Queryable, caller: Caller): Promise<never> {
  if (await wasDeleted(db, caller.id)) throw unauthorized('This account no longer exists.', 'invalid-token');
  // A valid token and no profile yet: the event of the registration is on its way.
  throw unavailable('Your profile is being created. Please try again in a moment.', undefined, 1);
}
