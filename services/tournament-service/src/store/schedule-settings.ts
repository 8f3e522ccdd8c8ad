import { scheduleApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

/** The usual ones where nobody has said anything. */
export async function findSettings(db: Queryable, tournamentId: number): Promise<scheduleApi.ScheduleSettings> {
  const { rows } = await db.query<{ settings: unknown }>(
    'select settings from schedule_settings where tournament_id = $1',
    [tournamentId],
  );
  return scheduleApi.scheduleSettings.parse(rows[0]?.settings ?? {});
}

export async function saveSettings(
  tx: Transaction,
  tournamentId: number,
  settings: scheduleApi.ScheduleSettings,
): Promise<void> {
  await tx.query(
    `insert into schedule_settings (tournament_id, settings) values ($1, $2)
     on conflict (tournament_id) do update set settings = excluded.settings`,
    [tournamentId, JSON.stringify(settings)],
  );
}

/** Does the database, which cuts days, know the zone, too? */
export async function isKnownZone(db: Queryable, timeZone: string): Promise<boolean> {
  const { rowCount } = await db.query('select from pg_timezone_names where lower(name) = lower($1)', [timeZone]);
  return rowCount !== 0;
}
