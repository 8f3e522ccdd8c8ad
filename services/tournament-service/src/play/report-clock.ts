import type { Logger, Repeated } from '@gym/service-kit';
import { dueClock } from '../due-clock.js';
import { listDueReports } from '../store/reports.js';
import type { Deps } from '../tournaments.js';
import { letStand } from './self-report.js';

/** Reports whose time is over decide their matches. */
export function reportClock(deps: Deps, log: Logger): Repeated {
  return dueClock(deps, log, {
    what: 'making a report a result',
    list: listDueReports,
    tournamentOf: (due) => due.tournament_id,
    change: (due) => async (tx, tournament) => {
      const stood = await letStand(tx, deps, tournament, due);
      return { ...(stood ?? { events: [], log: [] }), answer: () => undefined };
    },
  });
}
