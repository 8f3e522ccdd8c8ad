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
import { deletedEvent, restoredEvent } from './events/users.js';
import { deleteUser, restoreUser } from './store/deleted-users.js';
import { userRow, type UserRow } from './store/users.js';

const kind = 'deletion';
/** Seconds. */
const deadline = 600;

/**
 * A deletion goes from service to service, what cannot be undone last: the profile (kept aside until the end), the
 * login (auth-service may refuse: then the profile comes back), the name of the person in tournaments.
 */
export async function startDeletion(tx: Transaction, user: UserRow): Promise<{ saga: Saga; events: NewEvent[] }> {
  const saga = await startSaga(tx, {
    kind,
    subject: user.id,
    steps: ['credentials', 'tournaments'],
    deadline,
    data: user,
  });
  await deleteUser(tx, user.id);
  return { saga, events: [deletedEvent(user)] };
}

export async function confirmAccountDeleted(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const saga = await settleStep(tx, kind, userId, 'credentials');
  return saga === undefined ? [] : [newEvent(userEvents.userForgotten, userId, { user_id: userId })];
}

export async function confirmEntrantForgotten(tx: Transaction, userId: number): Promise<void> {
  await settleStep(tx, kind, userId, 'tournaments');
}

/** The compensation: the profile comes back as it was, under a version that is news to everybody. */
export async function undoDeletion(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const saga = await settleStep(tx, kind, userId, 'credentials', 'refused');
  if (saga === undefined) return [];
  const before = await sagaData(tx, saga.id, userRow);
  const restored = await restoreUser(tx, { ...before, version: before.version + 2 });
  await endSaga(tx, saga.id, 'compensated');
  return [restoredEvent(restored)];
}
