import type { Logger, Repeated } from '@gym/service-kit';
import { dueClock } from '../due-clock.js';
import { listDueCheckIns } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';

/** Ends the check-ins whose time has come, which any change of the tournament does in the meantime. */
export function checkInClock(deps: Deps, log: Logger): Repeated {
  return dueClock(deps, log, {
    what: 'ending a check-in',
    list: listDueCheckIns,
    tournamentOf: (id) => id,
    change: () => () => Promise.resolve({ events: [], log: [], answer: () => undefined }),
  });
}
