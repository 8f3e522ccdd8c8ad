import { accountEvents, userEvents } from '@gym/contracts';
import { newEvent, onEvent, type EventHandler, type Transaction } from '@gym/service-kit';
import { auditOf, type Action } from '../audit.js';
import { confirmAccountDeleted, undoDeletion } from '../deletion.js';
import { newcomer, type Standing } from '../domain/standing.js';
import { insertAudit } from '../store/audit.js';
import { wasDeleted } from '../store/deleted-users.js';
import { insertUser } from '../store/users.js';

/** Every account of auth-service gets a profile; and what became of the accounts of deleted users. */
export const accountHandlers: EventHandler[] = [
  onEvent(accountEvents.accountRegistered, async (tx, { user_id, by, ...user }) => {
    const isNew = await insertUser(tx, { id: user_id, ...user });
    if (isNew && by !== undefined) await noteStaffAct(tx, 'create', by, user_id, newcomer(user));
    if (isNew) return [newEvent(userEvents.profileCreated, user_id, { user_id, full_name: user.full_name })];
    const isDeleted = await wasDeleted(tx, user_id);
    return isDeleted ? [newEvent(userEvents.profileRefused, user_id, { user_id, reason: 'deleted' })] : [];
  }),
  onEvent(accountEvents.accountUnlocked, (tx, { user_id, by }) => noteStaffAct(tx, 'unlock', by, user_id)),
  onEvent(accountEvents.accountDeleted, (tx, { user_id }) => confirmAccountDeleted(tx, user_id)),
  onEvent(accountEvents.accountDeletionRefused, (tx, { user_id, reason }) => undoDeletion(tx, user_id, reason)),
];

/** What staff did in auth-service belongs into the same audit log as what they do here. */
function noteStaffAct(
  tx: Transaction,
  action: Action,
  by: { actor_id: number; request_id: string | null },
  userId: number,
  standing: Standing | null = null,
): Promise<void> {
  const act = { actor: { id: by.actor_id }, action, requestId: by.request_id };
  return insertAudit(tx, [auditOf(act, userId, null, standing)]);
}
