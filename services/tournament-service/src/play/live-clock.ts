import { appendEvents, repeat, type Logger, type Repeated } from '@gym/service-kit';
import { scoreEvent } from '../events/match-day.js';
import { hasUntold, takeUntold } from '../store/live-points.js';
import type { Deps } from '../tournaments.js';

/** Those who watch hear of a match three times a second at most, however fast points come. */
const everyMs = 300;
const atOnce = 200;

/** Tells points that have changed, the last ones of each match. */
export async function tellLivePoints({ database, appId }: Pick<Deps, 'database' | 'appId'>): Promise<void> {
  if (!(await hasUntold(database))) return;
  await database.transaction(async (tx) => {
    const events = (await takeUntold(tx, everyMs, atOnce)).map(
      ({ tournament_id, name, match_id, game, points, ...row }) =>
        scoreEvent({ id: tournament_id, name }, { ...row, id: match_id, live: { game, points } }),
    );
    await appendEvents(tx, appId, events);
  });
}

export function liveClock(deps: Deps, log: Logger): Repeated {
  return repeat(everyMs, async () => {
    await tellLivePoints(deps).catch((error: unknown) => log.warn('points could not be told', { error }));
  });
}
