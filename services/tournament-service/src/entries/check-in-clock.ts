import { repeat, type Logger, type Repeated } from '@gym/service-kit';
import { listDueCheckIns } from '../store/tournaments.js';
import { applyChange, type Deps } from '../tournaments.js';

const everyMs = 1000;
const atOnce = 50;

/** Ends the check-ins whose time has come; a change of the tournament in the meantime does the same. */
export async function settleDueCheckIns(deps: Deps): Promise<void> {
  for (const id of await listDueCheckIns(deps.database, atOnce)) {
    await applyChange(deps, { id }, () => Promise.resolve({ events: [], log: [], answer: () => undefined }));
  }
}

/**
 * The time is in the database, so that nothing is forgotten by a restart; of several replicas the first one to lock a
 * tournament does it.
 */
export function checkInClock(deps: Deps, log: Logger): Repeated {
  return repeat(everyMs, async () => {
    await settleDueCheckIns(deps).catch((error: unknown) => log.warn('ending check-ins failed', { error }));
  });
}
