/** @import { EventFrame, Reading } from './types.d.ts' */
import { fieldsOf } from './sentences.js';

/**
 * What was read on some device of the person, if the frame tells that.
 * @param {EventFrame} frame
 * @returns {Reading | undefined}
 */
export function readingIn({ event, data }) {
  const { ids, unread_count } = fieldsOf(data);
  if (event !== 'notifications.read' || !Array.isArray(ids) || typeof unread_count !== 'number') return undefined;
  return { ids, unread_count };
}
