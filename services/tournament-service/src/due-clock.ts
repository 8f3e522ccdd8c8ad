import { repeat, type Database, type Logger, type Repeated } from '@gym/service-kit';
import { applyChange, type Changing, type Deps } from './tournaments.js';

const everyMs = 1000;
const atOnce = 50;

/** What happens to tournaments when its time has come. */
export interface DueWork<Due> {
  /** For the log. */
  what: string;
  list(database: Database, limit: number): Promise<Due[]>;
  tournamentOf(due: Due): number;
  change(due: Due): Changing<undefined>;
}

/**
 * Does what is due, each in a change of its own: one that cannot be done holds up no other. The time is in the database,
 * so that a restart forgets nothing; of several replicas the first one to lock a tournament does it.
 */
export function dueClock<Due>(deps: Deps, log: Logger, work: DueWork<Due>): Repeated {
  const failed = (about: object): void => void log.warn(`${work.what} failed`, about);
  async function settle(): Promise<void> {
    for (const due of await work.list(deps.database, atOnce)) {
      const tournament = { id: work.tournamentOf(due) };
      await applyChange(deps, tournament, work.change(due)).catch((error: unknown) => failed({ due, error }));
    }
  }
  return repeat(everyMs, () => settle().catch((error: unknown) => failed({ error })));
}
