import { delay } from '../run/wait.js';
import { comeBack, createDirectory, decideAboutSomebody, deleteSomebody, register } from './people.js';
import { askForTicket, lookAround } from './reading.js';
import { holdTournament } from './tournament.js';
import type { World } from './world.js';

/** What goes on all the time: each activity over and over, with a pause in between. */
const activities: { act: () => (world: World) => Promise<void>; lanes: number; pauseMs: number }[] = [
  { act: () => register, lanes: 1, pauseMs: 400 },
  { act: createDirectory, lanes: 1, pauseMs: 600 },
  { act: () => comeBack, lanes: 1, pauseMs: 700 },
  { act: () => decideAboutSomebody, lanes: 1, pauseMs: 250 },
  { act: () => deleteSomebody, lanes: 1, pauseMs: 1400 },
  { act: () => holdTournament, lanes: 4, pauseMs: 50 },
  { act: () => lookAround, lanes: 2, pauseMs: 150 },
  { act: () => askForTicket, lanes: 1, pauseMs: 500 },
];

export interface Load {
  /** Begins nothing new, and waits until all that was begun has an end. */
  stop(): Promise<void>;
}

export function startLoad(world: World): Load {
  async function keepDoing(activity: (world: World) => Promise<void>, pauseMs: number): Promise<void> {
    while (!world.isStopping) {
      try {
        await activity(world);
      } catch (error) {
        // An answer of another shape than the contract's, or a mistake in here: both must be looked at.
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        world.violations.add('mismatch', 'answers', reason.slice(0, 800));
      }
      await delay(pauseMs);
    }
  }
  const running = activities.flatMap(({ act, lanes, pauseMs }) =>
    Array.from({ length: lanes }, () => keepDoing(act(), pauseMs)),
  );
  return {
    async stop() {
      world.isStopping = true;
      await Promise.all(running);
    },
  };
}
