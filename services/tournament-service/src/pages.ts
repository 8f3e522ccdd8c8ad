/** Above every id: they are PostgreSQL integers. */
export const top = 2_147_483_647;

/**
 * A page of a list.
 * @param rows one more than a page has, when the list goes on
 * @param cursorOf where the next page begins, from the last row of this one
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string | number,
): { items: Row[]; next_cursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit), next_cursor: last === undefined ? null : String(cursorOf(last)) };
}

/** The place that a cursor of two ids names, such as `17.4`. */
export function placeIn(cursor: string | undefined): [number, number] | undefined {
  const [first, second] = cursor?.split('.').map((part) => Math.min(Number(part), top)) ?? [];
  return first === undefined || second === undefined ? undefined : [first, second];
}
