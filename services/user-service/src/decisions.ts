import type { CloudEvent } from '@gym/contracts';
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
import { auditOf, type Act } from './audit.js';
import { isSame, standingOf, type Standing } from './domain/standing.js';
import { lockAdmins } from './store/admins.js';
import { insertAudit } from './store/audit.js';
import { wasDeleted } from './store/deleted-users.js';
import { findUser, lockUser, saveStanding, type UserRow } from './store/users.js';

/** What the operations work with. */
export interface Deps {
  appId: string;
  database: Database;
  sidecar: Sidecar;
  log: Logger;
}

/** What became of a user. */
export interface Outcome {
  /** Null for somebody who is gone. */
  after: Standing | null;
  events: NewEvent[];
}

/** Writes what becomes of a user, or finds that nothing is to be done. */
export type Decision = (tx: Transaction, user: UserRow) => Promise<Outcome | undefined>;

/** An admin's act. */
export interface StaffAct extends Act {
  actor: Caller;
}

/**
 * Lets an admin decide about a user. Change, audit entry and event commit together; auth-service hears of it before the
 * answer is sent, so that it holds for the next login, and from the broker if it does not listen right now.
 * @throws AppError 404 when there is no such user, or whatever the decision refuses with
 */
export async function decide(deps: Deps, act: StaffAct, userId: number, decision: Decision): Promise<void> {
  const events = await deps.database.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    // Two admins who take each other's role away at once: the second one is no admin any more when his turn comes.
    if (user?.role === 'admin') await lockAdmins(tx);
    await requireActiveAdmin(tx, act.actor);
    if (user === undefined) throw notFound(`There is no user ${userId}.`);
    return appendEvents(tx, deps.appId, await apply(tx, act, user, decision));
  });
  await tellAuth(deps, events);
}

/** Takes a decision and notes it in the audit log, unless nothing is to be done. */
export async function apply(tx: Transaction, act: Act, user: UserRow, decision: Decision): Promise<NewEvent[]> {
  const outcome = await decision(tx, user);
  if (outcome === undefined) return [];
  await insertAudit(tx, [auditOf(act, user.id, standingOf(user), outcome.after)]);
  return outcome.events;
}

/** A new standing; repeating a decision changes nothing and publishes nothing. */
export function newStanding(
  change: (user: UserRow) => Standing,
  eventOf: (changed: UserRow, before: UserRow) => NewEvent,
): Decision {
  return async (tx, user) => {
    const standing = change(user);
    if (isSame(user, standing)) return undefined;
    const changed = await saveStanding(tx, user.id, standing);
    return { after: standing, events: [eventOf(changed, user)] };
  };
}

/** A token can be older than the ban, the deletion or the other role of its admin. */
export async function requireActiveAdmin(tx: Transaction, admin: Caller): Promise<void> {
  if (await wasDeleted(tx, admin.id)) throw unauthorized('This account no longer exists.', 'invalid-token');
  const profile = await findUser(tx, admin.id);
  if (profile?.is_banned === true) throw forbidden('This account is banned.', 'banned');
  if (profile !== undefined && profile.role !== 'admin') throw forbidden('This needs the role admin.', 'role-too-low');
}

/** So that it holds for the next login. */
export function tellAuth({ sidecar, log }: Deps, events: CloudEvent[]): Promise<void> {
  return tryPushEvents(sidecar, log, 'auth-service', 'users', events);
}
