import { appendEvents, repeat, type Repeated } from '@gym/service-kit';
import { apply, newStanding, tellAuth, type Deps } from './decisions.js';
import { unban } from './domain/standing.js';
import { unbannedEvent } from './events/users.js';
import { lockEndedBans } from './store/users.js';

const everyMs = 1000;
const atOnce = 100;

/**
 * Lifts bans whose end has come, on whichever replica looks first. The end is in the database, so neither a restart nor
 * a clock that stood still forgets one.
 */
export function endedBans(deps: Deps): Repeated {
  return repeat(everyMs, async () => {
    try {
      while ((await liftSome(deps)) === atOnce);
    } catch (error) {
      deps.log.warn('lifting bans failed', { error });
    }
  });
}

async function liftSome(deps: Deps): Promise<number> {
  const { count, events } = await deps.database.transaction(async (tx) => {
    const users = await lockEndedBans(tx, atOnce);
    const act = { actor: null, action: 'unban' as const, reason: 'The ban has come to its end.' };
    const events = [];
    for (const user of users) events.push(...(await apply(tx, act, user, newStanding(unban, unbannedEvent))));
    return { count: users.length, events: await appendEvents(tx, deps.appId, events) };
  });
  await tellAuth(deps, events);
  return count;
}
