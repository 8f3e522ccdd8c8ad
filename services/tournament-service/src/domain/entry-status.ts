import type { tournamentsApi } from '@gym/contracts';
import { badRequest, conflict } from '@gym/service-kit/errors';

type Status = tournamentsApi.EntryStatus;

/** From which standing something can be done to a participant. */
const possibleFrom = {
  approve: ['pending'],
  reject: ['pending', 'waitlisted'],
  withdraw: ['pending', 'waitlisted', 'approved'],
  disqualify: ['approved'],
  reinstate: ['rejected', 'withdrawn', 'dropped', 'disqualified'],
  'check in': ['approved', 'waitlisted'],
  substitute: ['approved'],
  change: ['pending', 'waitlisted', 'approved'],
} as const satisfies Record<string, Status[]>;
export type EntryAction = keyof typeof possibleFrom;

/** Standings of people who have left. */
export const gone: ReadonlySet<Status> = new Set(['rejected', 'withdrawn', 'dropped', 'disqualified']);

/** @throws AppError 409 with the present standing; 400 for an approval, as it always was */
export function requireStanding({ name, status }: { name: string; status: Status }, action: EntryAction): void {
  const possible: readonly Status[] = possibleFrom[action];
  if (possible.includes(status)) return;
  if (action === 'approve') throw badRequest('This participant is not pending.', 'not-pending');
  throw conflict(`${name} is ${status}, so there is nothing to ${action}.`, 'standing-does-not-allow');
}
