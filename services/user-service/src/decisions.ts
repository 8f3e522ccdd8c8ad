import {
  appendEvents,
  tryPushEvents,
  type Caller,
  type Database,
  type Logger,
  type NewEvent,
  type Sidecar,
  type Transaction,
} from '@gym/service-kit';
import { forbidden, notFound, unauthorized } from '@gym/service-kit/errors';
import { isSame, type Standing } from './domain/standing.js';
import { wasDeleted } from './store/deleted-users.js';
import { findUser, lockUser, saveStanding, type UserRow } from './store/users.js';

/** What the operations work with. */
export interface Deps {
  appId: string;
  database: Database;
  sidecar: Sidecar;
  log: Logger;
}

/** What becomes of a user: writes it and says so, or finds that nothing is to be done and says nothing. */
export type Decision = (tx: Transaction, user: UserRow) => Promise<NewEvent[]>;

/**
 * Lets an admin decide about a user. Change and event commit together; auth-service hears of it before the answer
 * is sent, so that it holds for the next login, and from the broker if it does not listen right now.
 * @throws AppError 404 when there is no such user, or whatever the decision refuses with
 */
export async function decide(deps: Deps, admin: Caller, userId: number, decision: Decision): Promise<void> {
  const events = await deps.database.transaction(async (tx) => {
    await requireActiveAdmin(tx, admin);
    const user = await lockUser(tx, userId);
    if (user === undefined) throw notFound(`There is no user ${userId}.`);
    return appendEvents(tx, deps.appId, await decision(tx, user));
  });
  await tryPushEvents(deps.sidecar, deps.log, 'auth-service', 'users', events);
}

/** A new standing; repeating a decision changes nothing and publishes nothing. */
export async function changeStanding(
  tx: Transaction,
  user: UserRow,
  standing: Standing,
  eventOf: (changed: UserRow) => NewEvent,
): Promise<NewEvent[]> {
  if (isSame(user, standing)) return [];
  return [eventOf(await saveStanding(tx, user, standing))];
}

/** A token can be older than the ban or the deletion of its admin. */
async function requireActiveAdmin(tx: Transaction, admin: Caller): Promise<void> {
  if (await wasDeleted(tx, admin.id)) throw unauthorized('This account no longer exists.', 'invalid-token');
  const profile = await findUser(tx, admin.id);
  if (profile?.is_banned === true) throw forbidden('This account is banned.', 'banned');
}
