import { tournamentsApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { z } from 'zod';

const side = z.object({ id: z.int(), name: z.string() }).nullable();
const plannedRow = z.object({
  match_id: z.int(),
  category_id: z.int().nullable(),
  stage: z.int(),
  section: z.string(),
  group: z.int().nullable(),
  round: z.int(),
  match_number: z.int(),
  status: tournamentsApi.matchStatus,
  participant1: side,
  participant2: side,
  court: z.object({ id: z.int(), name: z.string() }),
  starts_at: z.date(),
  ends_at: z.date(),
  is_locked: z.boolean(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
});
export type PlannedRow = z.infer<typeof plannedRow>;

export interface Filter {
  day: string | undefined;
  courtId: number | undefined;
  participantId?: number | undefined;
  timeZone: string;
  /** Of the last one of the page before. */
  after: { starts_at: Date; match_id: number } | undefined;
  limit: number;
}

const person = (id: string): string =>
  `(select jsonb_build_object('id', id, 'name', name) from participants where id = ${id})`;

/** In the order of the planned starts. */
export async function listPlanned(
  db: Queryable,
  tournamentId: number,
  { day, courtId, participantId, timeZone, after, limit }: Filter,
): Promise<PlannedRow[]> {
  const values: unknown[] = [tournamentId, limit];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['slots.tournament_id = $1'];
  if (courtId !== undefined) conditions.push(`court_id = ${given(courtId)}`);
  if (participantId !== undefined) {
    conditions.push(`${given(participantId)}::integer in (participant1_id, participant2_id)`);
  }
  if (day !== undefined) {
    const [date, zone] = [given(day), given(timeZone)];
    conditions.push(
      `lower(during) >= ${date}::date::timestamp at time zone ${zone}`,
      `lower(during) < (${date}::date + 1)::timestamp at time zone ${zone}`,
    );
  }
  if (after !== undefined) {
    conditions.push(
      `(lower(during), match_id) > (${given(after.starts_at)}::timestamptz, ${given(after.match_id)}::integer)`,
    );
  }
  const { rows } = await db.query(
    `select match_id, category_id, stage, section, group_number as "group", round, match_number, status,
       ${person('participant1_id')} as participant1, ${person('participant2_id')} as participant2,
       jsonb_build_object('id', court_id, 'name', courts.name) as court,
       lower(during) as starts_at, upper(during) as ends_at, is_locked, started_at, finished_at
     from match_slots slots join matches on matches.id = match_id join courts on courts.id = court_id
     where ${conditions.join(' and ')} order by lower(during), match_id limit $2`,
    values,
  );
  return rows.map((row) => plannedRow.parse(row));
}
