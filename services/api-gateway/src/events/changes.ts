import { createLiveConsumer, type Consumer, type Logger, type Sidecar } from '@gym/service-kit';
import type { SharedCache } from '../shared/shared-cache.js';

/** Whose events change what everybody may see; also declared as subscriptions of every replica. */
export const topics = new Set(['tournaments'] as const);

/** Without a word from the producer for so long, nobody knows what has changed. Three times the pace of asking. */
const silenceMs = 10_000;

/** Empties the cache of this replica as events tell, and of everything where some cannot be heard any more. */
export function createChangeConsumer(cache: SharedCache, sidecar: Sidecar, log: Logger): Consumer {
  const listener = {
    hear: ({ subject }: { subject: string }) =>
      cache.empty([...topics].flatMap((topic) => [topic, `${topic}:${subject}`])),
    begin: () => cache.emptyAll(),
  };
  return createLiveConsumer(topics, listener, sidecar, log);
}

/** Whether this replica has heard lately of everything that changed. */
export function hearsChanges(consumer: Consumer): boolean {
  const after = performance.now() - silenceMs;
  return Object.values(consumer.status()).every(({ caughtUpAt }) => caughtUpAt !== undefined && caughtUpAt > after);
}
