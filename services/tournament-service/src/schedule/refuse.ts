import type { scheduleApi } from '@gym/contracts';
import { AppError } from '@gym/service-kit/errors';

const ofCourts = new Set<scheduleApi.ScheduleConflict['kind']>(['court', 'closed', 'unsuitable']);
const mostNamed = 50;

/** @throws AppError 409 that names the conflicts, if there are any */
export function refuseConflicts(conflicts: readonly scheduleApi.ScheduleConflict[]): void {
  const [first] = conflicts;
  if (first === undefined) return;
  const isHard = conflicts.some((conflict) => conflict.is_hard);
  throw new AppError(409, isHard ? 'schedule-impossible' : 'schedule-conflict', 'Conflict', {
    detail: isHard ? first.message : `${first.message} It can be forced.`,
    errors: conflicts.slice(0, mostNamed).map(({ kind, message }) => ({
      pointer: ofCourts.has(kind) ? '#/court_id' : '#/starts_at',
      message,
    })),
  });
}
