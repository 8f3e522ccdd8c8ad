import { settleStep, endSaga, startSaga, type NewEvent, type Transaction } from '@gym/service-kit';
import { endSessions } from './sessions.js';
import { deleteAccount } from './store/users.js';

const kind = 'registration';
/** Seconds. A profile takes milliseconds, or as long as user-service is away. */
const deadline = 600;

/**
 * A registration is complete when the account has its profile; user-service says so, or that it makes none.
 * Meanwhile people can log in. Time undoes nothing: the profile comes when user-service does.
 */
export async function startRegistration(tx: Transaction, userId: number): Promise<void> {
  await startSaga(tx, { kind, subject: userId, steps: ['profile'], deadline });
}

export async function completeRegistration(tx: Transaction, userId: number): Promise<void> {
  await settleStep(tx, kind, userId, 'profile');
}

/** Without a profile there is no member: the account goes again. Refusals of anything else mean nothing here. */
export async function undoRegistration(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const saga = await settleStep(tx, kind, userId, 'profile', 'refused');
  if (saga === undefined) return [];
  const ended = await endSessions(tx, userId, 'deleted');
  await deleteAccount(tx, userId);
  await endSaga(tx, saga.id, 'compensated');
  return ended;
}
