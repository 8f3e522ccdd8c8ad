import type { Database } from '../database.js';

/** Longer than any outage that is not a restore from a backup; consumers that missed more take a snapshot. */
const keptDays = 7;
const chunk = 5000;

/** Deletes published events that are older than the retention, in chunks that never hold a lock for long. */
export async function deleteExpired(database: Database): Promise<number> {
  for (let deleted = 0; ;) {
    const { rowCount } = await database.query(
      `delete from outbox where seq in (
         select seq from outbox where published_at < now() - make_interval(days => $1) order by seq limit $2)`,
      [keptDays, chunk],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < chunk) return deleted;
  }
}
