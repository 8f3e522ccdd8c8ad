import { currentContext } from '@gym/service-kit';
import { difference, type Standing } from './domain/standing.js';
import type { NewAuditRow } from './store/audit.js';

export type Action =
  'approve' | 'reject' | 'ban' | 'unban' | 'change-role' | 'delete' | 'restore' | 'create' | 'unlock';

/** Who does what, and why, as the audit log tells it. */
export interface Act {
  /** Null: nobody, as for a ban that ended by itself. */
  actor: { id: number } | null;
  action: Action;
  reason?: string | undefined;
  /** Of the request that did it, where that is not the one being served. */
  requestId?: string | null;
}

/** @param before null for somebody who was not there, @param after null for somebody who is gone */
export function auditOf(act: Act, userId: number, before: Standing | null, after: Standing | null): NewAuditRow {
  const change = before === null ? { before: {}, after: after ?? {} } : difference(before, after);
  return {
    actor_id: act.actor?.id ?? null,
    user_id: userId,
    action: act.action,
    ...change,
    reason: act.reason ?? null,
    request_id: act.requestId === undefined ? (currentContext()?.requestId ?? null) : act.requestId,
  };
}
