import type { UserRow } from './store/users.js';

export interface Page {
  rows: UserRow[];
  nextCursor: string | null;
}

/** Cuts what was read to the page. @param rows one more than `limit` if there are more, which is how the end is known */
export function toPage(rows: UserRow[], limit: number): Page {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null };
}
