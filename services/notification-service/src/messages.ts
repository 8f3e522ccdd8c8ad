import { randomInt, randomUUID } from 'node:crypto';
import { unavailable, type Logger } from '@gym/service-kit';
import { addFrames, noEntries } from './domain/entries.js';
import { messageFrames, type Message } from './domain/frames.js';
import type { PublishFrames } from './events/frames.js';
import type { NotificationLists } from './store/notification-lists.js';

export interface MessageDeps {
  publish: PublishFrames;
  lists: Pick<NotificationLists, 'keep'>;
  log: Logger;
}

/**
 * Keeps a message and shows it at once to whoever is connected; everybody else finds it later.
 * @throws AppError 503 when it cannot be kept; then it was not shown either
 */
export async function sendMessage({ publish, lists, log }: MessageDeps, message: Message): Promise<{ detail: string }> {
  const batch = messageFrames(message, new Date().toISOString(), randomInt(1000));
  const entries = noEntries();
  addFrames(entries, randomUUID(), batch);
  await lists.keep(entries).catch((error: unknown) => {
    throw unavailable('Messages cannot be delivered right now.', error);
  });
  await publish(batch).catch((error: unknown) => log.warn('a message is not shown at once', { error }));
  const recipient = message.user_id === null ? 'everybody' : `user ${message.user_id}`;
  return { detail: `The message was sent to ${recipient}.` };
}
