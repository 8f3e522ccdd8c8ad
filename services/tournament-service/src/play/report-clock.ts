import { repeat, type Logger, type Repeated } from '@gym/service-kit';
import { listDueReports } from '../store/reports.js';
import { applyChange, type Deps } from '../tournaments.js';
import { letStand } from './self-report.js';

const everyMs = 1000;
const atOnce = 50;

/** Reports whose time is over decide their matches. One that cannot holds up no other. */
export async function settleDueReports(deps: Deps, log: Logger): Promise<void> {
  for (const due of await listDueReports(deps.database, atOnce)) {
    await applyChange(deps, { id: due.tournament_id }, async (tx, tournament) => {
      const stood = await letStand(tx, deps, tournament, due);
      return { ...(stood ?? { events: [], log: [] }), answer: () => undefined };
    }).catch((error: unknown) => log.warn('a report could not be made a result', { ...due, error }));
  }
}

/** The time is in the database, so that a restart forgets nothing; the first replica to lock a tournament does it. */
export function reportClock(deps: Deps, log: Logger): Repeated {
  return repeat(everyMs, async () => {
    await settleDueReports(deps, log).catch((error: unknown) => log.warn('reports could not be read', { error }));
  });
}
