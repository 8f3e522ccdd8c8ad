export interface Page<Row> {
  rows: Row[];
  /** Undefined on the last page. */
  last: Row | undefined;
}

/** Cuts what was read to the page. @param rows one more than `limit` if there are more, which is how the end is known */
export function toPage<Row>(rows: Row[], limit: number): Page<Row> {
  const shown = rows.slice(0, limit);
  return { rows: shown, last: rows.length > limit ? shown.at(-1) : undefined };
}
