import { userEvents } from '@gym/contracts';
import {
  endSaga,
  newEvent,
  sagaData,
  settleStep,
  startSaga,
  type NewEvent,
  type Saga,
  type Transaction,
} from '@gym/service-kit';
import { auditOf } from './audit.js';
import { standingOf } from './domain/standing.js';
import { deletedEvent, restoredEvent } from './events/users.js';
import { insertAudit } from './store/audit.js';
import { deleteUser, keptUser, restoreUser } from './store/deleted-users.js';
import { findDetails } from './store/details.js';
import type { UserRow } from './store/users.js';

export const deletionKind = 'deletion';
/** Seconds. */
const deadline = 600;

/**
 * A deletion goes from service to service, what cannot be undone last: the profile (kept aside until the end), the
 * login (auth-service may refuse: then the profile comes back), the name of the person in tournaments.
 */
export async function startDeletion(tx: Transaction, user: UserRow): Promise<{ saga: Saga; events: NewEvent[] }> {
  const saga = await startSaga(tx, {
    kind: deletionKind,
    subject: user.id,
    steps: ['credentials', 'tournaments'],
    deadline,
    data: { ...user, ...(await findDetails(tx, user.id)) },
  });
  await deleteUser(tx, user.id);
  return { saga, events: [deletedEvent(user)] };
}

export async function confirmAccountDeleted(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const saga = await settleStep(tx, deletionKind, userId, 'credentials');
  return saga === undefined ? [] : [newEvent(userEvents.userForgotten, userId, { user_id: userId })];
}

export async function confirmEntrantForgotten(tx: Transaction, userId: number): Promise<void> {
  await settleStep(tx, deletionKind, userId, 'tournaments');
}

/** The compensation: the profile comes back as it was, under a version that is news to everybody. */
export async function undoDeletion(tx: Transaction, userId: number, reason: string): Promise<NewEvent[]> {
  const saga = await settleStep(tx, deletionKind, userId, 'credentials', 'refused');
  if (saga === undefined) return [];
  const before = await sagaData(tx, saga.id, keptUser);
  const restored = { ...before, version: before.version + 2 };
  await restoreUser(tx, restored);
  await endSaga(tx, saga.id, 'compensated');
  const entry = { actor: null, action: 'restore' as const, reason };
  await insertAudit(tx, [auditOf(entry, userId, null, standingOf(restored))]);
  return [restoredEvent(restored)];
}
