import { randomInt } from 'node:crypto';
import { unavailable } from '@gym/service-kit';
import { messageFrames, type Message } from './domain/frames.js';
import type { PublishFrames } from './events/frames.js';

export interface MessageDeps {
  publish: PublishFrames;
}

/** @throws AppError 503 when no replica can be told */
export async function sendMessage({ publish }: MessageDeps, message: Message): Promise<{ detail: string }> {
  await publish(messageFrames(message, new Date().toISOString(), randomInt(1000))).catch((error: unknown) => {
    throw unavailable('Messages cannot be delivered right now.', error);
  });
  const recipient = message.user_id === null ? 'everybody who is connected' : `user ${message.user_id}`;
  return { detail: `The message was sent to ${recipient}.` };
}
