import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { sendJson } from './send-json.js';

/** Names what an answer shows, so that the gateway knows which events make it old; clients never see it. */
export const cacheTagsHeader = 'x-gym-cache-tags';

/**
 * Sends an answer that is the same for everybody. The gateway keeps it until an event of a topic and subject that it
 * shows; everybody else asks each time, with the entity tag. That is made of the text: it cannot miss a change, and it
 * is weak, because the gateway sends the text with and without gzip.
 * @param tags `<topic>` for what any event of the topic may change, `<topic>:<subject>` for one aggregate
 */
export function sendShared(res: Response, tags: readonly string[], text: string, type?: string): void {
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  res.set({ 'cache-control': 'public, no-cache', etag, [cacheTagsHeader]: tags.join(' ') });
  sendJson(res, 200, text, type);
}
