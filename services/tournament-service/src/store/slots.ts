import { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

const slotRow = z.object({
  match_id: z.int(),
  draw_id: z.int(),
  number: z.int(),
  status: tournamentsApi.matchStatus,
  participants: z.array(z.int()),
  /** All null where the match has no place. */
  court_id: z.int().nullable(),
  starts_at: z.date().nullable(),
  ends_at: z.date().nullable(),
  is_locked: z.boolean(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
});
/** A match with its place in the schedule. */
export type SlotRow = z.infer<typeof slotRow>;

/** Every match of a tournament that somebody may play in. @param limit to be one more than can be planned */
export async function listSlots(db: Queryable, tournamentId: number, limit: number): Promise<SlotRow[]> {
  const { rows } = await db.query(
    `select id as match_id, draw_id, number, status,
       array_remove(array[participant1_id, participant2_id], null) as participants,
       court_id, lower(during) as starts_at, upper(during) as ends_at, coalesce(is_locked, false) as is_locked,
       started_at, finished_at
     from matches left join match_slots on match_id = id
     where matches.tournament_id = $1 and draw_id is not null and status <> 'void'
     order by id limit $2`,
    [tournamentId, limit],
  );
  return rows.map((row) => slotRow.parse(row));
}

/** Where a match is to be played. */
export interface Slot {
  match_id: number;
  court_id: number;
  starts_at: Date;
  ends_at: Date;
}

/** Writes places of matches that have not begun; people in them are in no other match at that time. */
export async function saveSlots(tx: Transaction, tournamentId: number, slots: readonly Slot[]): Promise<void> {
  if (slots.length === 0) return;
  const ids = slots.map((slot) => slot.match_id);
  await tx.query('delete from match_slot_people where match_id = any($1)', [ids]);
  await tx.query(
    `insert into match_slots (tournament_id, match_id, court_id, during)
     select $1, match, court, tstzrange(start, stop)
     from unnest($2::integer[], $3::integer[], $4::timestamptz[], $5::timestamptz[]) as slot (match, court, start, stop)
     on conflict (match_id) do update set court_id = excluded.court_id, during = excluded.during`,
    [
      tournamentId,
      ids,
      slots.map((slot) => slot.court_id),
      slots.map((slot) => slot.starts_at),
      slots.map((slot) => slot.ends_at),
    ],
  );
  await tx.query(insertPeople, [ids]);
}

const insertPeople = `insert into match_slot_people (match_id, participant_id, during)
  select match_id, person, during from match_slots join matches on id = match_id
  cross join lateral (select distinct unnest(array[participant1_id, participant2_id])) as side (person)
  where match_id = any($1) and not has_begun and person is not null`;

/** Of places that were written with all their times; like `followMatches`, nobody is in two matches at once. */
export async function fillSlots(tx: Transaction, matchIds: readonly number[]): Promise<void> {
  await tx.query(`${insertPeople} order by match_id on conflict do nothing`, [matchIds]);
}

export async function setLocked(tx: Transaction, matchId: number, isLocked: boolean): Promise<void> {
  await tx.query('update match_slots set is_locked = $2 where match_id = $1', [matchId, isLocked]);
}

/** Takes the places of matches that have not begun away. */
export async function deleteSlots(tx: Transaction, matchIds: readonly number[]): Promise<void> {
  if (matchIds.length === 0) return;
  await tx.query('delete from match_slots where match_id = any($1) and not has_begun', [matchIds]);
}

interface Now {
  id: number;
  status: tournamentsApi.MatchStatus;
}

/**
 * Writes down when matches with a place really begin and end, and who is in them now. A person who is in another match
 * at that time, because of a result that nobody could know, is left out: the schedule names the conflict.
 */
export async function followMatches(tx: Transaction, matches: readonly Now[]): Promise<void> {
  if (matches.length === 0) return;
  const { rows } = await tx.query<{ match_id: number }>(
    `update match_slots set
       started_at = case when status = 'running' then coalesce(started_at, clock_timestamp())
         when status in ('played', 'walkover') then started_at end,
       finished_at = case when status in ('played', 'walkover') then coalesce(finished_at, clock_timestamp()) end
     from unnest($1::integer[], $2::text[]) as now (id, status) where match_id = now.id
     returning match_id`,
    [matches.map(({ id }) => id), matches.map(({ status }) => status)],
  );
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.match_id);
  await releaseTaken(tx, ids);
  await tx.query('delete from match_slot_people where match_id = any($1)', [ids]);
  await fillSlots(tx, ids);
}

/** Nothing is played in a bye; and matches to be played after all, where others are planned by now, lose their place. */
async function releaseTaken(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx.query(
    `delete from match_slots slots where match_id = any($1) and not has_begun and (
       exists (select from matches where id = match_id and status in ('bye', 'void'))
       or exists (select from match_slots other where other.court_id = slots.court_id and other.during && slots.during
         and other.match_id <> slots.match_id))`,
    [ids],
  );
}
