import { repeat, type Database, type Logger, type Repeated } from '@gym/service-kit';
import { rateNext } from './rate.js';

const everyMs = 1000;
/** Draws in one round, so that a stop need not wait for a long queue. */
const atOnce = 100;

/** Ratings follow the results in the background: a correction may change those of many tournaments. */
export function ratingClock(database: Database, log: Logger): Repeated {
  return repeat(everyMs, async () => {
    try {
      for (let done = 0; done < atOnce && (await rateNext(database)); done += 1);
    } catch (error) {
      log.warn('working out ratings failed', { error });
    }
  });
}
