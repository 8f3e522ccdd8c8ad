import type { Response } from 'express';

/** Names what an answer shows, so that the gateway knows which events make it old; clients never see it. */
export const cacheTagsHeader = 'x-gym-cache-tags';

/**
 * Declares an answer as the same for everybody. The gateway keeps it until an event of a topic and subject that it
 * shows; everybody else asks each time, with the entity tag.
 * @param tags `<topic>` for what any event of the topic may change, `<topic>:<subject>` for one aggregate
 */
export function shareAnswer(res: Response, tags: readonly string[], etag: string): void {
  res.set({ 'cache-control': 'public, no-cache', etag, [cacheTagsHeader]: tags.join(' ') });
}
