import { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

type Status = tournamentsApi.EntryStatus;

export interface ParticipantRow extends Omit<tournamentsApi.Participant, 'created_at' | 'checked_in_at'> {
  created_at: Date;
  checked_in_at: Date | null;
}

export interface NewParticipant {
  name: string;
  user_id: number | null;
  status: Status;
  category_id: number | null;
  answers: tournamentsApi.Answers;
  planned_seed: number | null;
}

export const participantColumns =
  'id, tournament_id, user_id, name, seed, status, created_at, category_id, checked_in_at';

/** @param checkedIn they are there: the check-in is over */
export async function insertParticipants(
  tx: Transaction,
  tournamentId: number,
  participants: NewParticipant[],
  checkedIn: boolean,
): Promise<ParticipantRow[]> {
  const { rows } = await tx.query<ParticipantRow>(
    `insert into participants (tournament_id, checked_in_at, name, user_id, status, category_id, answers, planned_seed)
     select $1, case when $2 then now() end, name, user_id, status, category_id, answers, planned_seed
     from unnest($3::text[], $4::integer[], $5::text[], $6::integer[], $7::jsonb[], $8::integer[])
       as entry (name, user_id, status, category_id, answers, planned_seed)
     returning ${participantColumns}`,
    [
      tournamentId,
      checkedIn,
      participants.map((participant) => participant.name),
      participants.map((participant) => participant.user_id),
      participants.map((participant) => participant.status),
      participants.map((participant) => participant.category_id),
      participants.map((participant) => JSON.stringify(participant.answers)),
      participants.map((participant) => participant.planned_seed),
    ],
  );
  return rows;
}

/** Somebody who had left is back, at the end of the line. */
export async function enterAgain(
  tx: Transaction,
  id: number,
  { name, status, category_id, answers }: NewParticipant,
  checkedIn: boolean,
): Promise<ParticipantRow> {
  const { rows } = await tx.query<ParticipantRow>(
    `update participants set name = $2, status = $3, category_id = $4, answers = $5, entered_at = now(), reason = null,
       checked_in_at = case when $6 then now() end, planned_seed = null, seed_locked = false
     where id = $1 returning ${participantColumns}`,
    [id, name, status, category_id, JSON.stringify(answers), checkedIn],
  );
  return only(rows);
}

/**
 * Who takes part or asks to, in the order they came, and whoever is in the draw.
 * @param limit more than a list of that kind can have
 */
export async function listParticipants(db: Queryable, tournamentId: number, limit = 20_000): Promise<ParticipantRow[]> {
  const { rows } = await db.query<ParticipantRow>(
    `select ${participantColumns} from participants
     where tournament_id = $1 and (status in ('pending', 'approved', 'waitlisted') or seed is not null)
     order by id limit $2`,
    [tournamentId, limit],
  );
  return rows;
}

export interface ParticipantFilter {
  /** Part of the name, in whatever case. */
  q?: string | undefined;
  status?: Status | undefined;
  category_id?: number | undefined;
  /** The last id of the page before. */
  after: number;
  limit: number;
}

/** A page in the order they came. At most the entries of one tournament are looked at. */
export async function searchParticipants(
  db: Queryable,
  tournamentId: number,
  { q, status, category_id, after, limit }: ParticipantFilter,
): Promise<ParticipantRow[]> {
  const values: unknown[] = [tournamentId, after, limit];
  const conditions: string[] = [];
  const where = (condition: (value: string) => string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(`and ${condition(`$${values.length}`)}`);
  };
  where((value) => `position(lower(${value}) in lower(name)) > 0`, q);
  where((value) => `status = ${value}`, status);
  where((value) => `category_id = ${value}`, category_id);
  const { rows } = await db.query<ParticipantRow>(
    `select ${participantColumns} from participants
     where tournament_id = $1 and id > $2 ${conditions.join(' ')} order by id limit $3`,
    values,
  );
  return rows;
}

/** In the order of the draw: by planned seed, the rest as they entered. */
export async function listApproved(
  db: Queryable,
  tournamentId: number,
  categoryId: number | null,
): Promise<(ParticipantRow & { planned_seed: number | null; seed_locked: boolean })[]> {
  const { rows } = await db.query<ParticipantRow & { planned_seed: number | null; seed_locked: boolean }>(
    `select ${participantColumns}, planned_seed, seed_locked from participants
     where tournament_id = $1 and status = 'approved' and category_id is not distinct from $2
     order by planned_seed, entered_at, id`,
    [tournamentId, categoryId],
  );
  return rows;
}

/** People who have a place, with an account. */
export async function listUsersWithPlace(tx: Transaction, tournamentId: number): Promise<number[]> {
  const { rows } = await tx.query<{ user_id: number }>(
    `select user_id from participants
     where tournament_id = $1 and status in ('approved', 'waitlisted', 'pending') and user_id is not null`,
    [tournamentId],
  );
  return rows.map((row) => row.user_id);
}

export interface WaitingRow {
  id: number;
  category_id: number | null;
  is_checked_in: boolean;
}

/** The waiting list, the first in line first. */
export async function listWaiting(tx: Transaction, tournamentId: number): Promise<WaitingRow[]> {
  const { rows } = await tx.query<WaitingRow>(
    `select id, category_id, checked_in_at is not null as is_checked_in from participants
     where tournament_id = $1 and status = 'waitlisted' order by entered_at, id`,
    [tournamentId],
  );
  return rows;
}

/** Those with a place who have not checked in. */
export async function listAbsent(tx: Transaction, tournamentId: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select id from participants where tournament_id = $1 and status = 'approved' and checked_in_at is null`,
    [tournamentId],
  );
  return rows.map((row) => row.id);
}

export async function findParticipant(
  db: Queryable,
  tournamentId: number,
  id: number,
): Promise<ParticipantRow | undefined> {
  const [found] = await findParticipants(db, tournamentId, [id]);
  return found;
}

export async function findParticipants(
  db: Queryable,
  tournamentId: number,
  ids: readonly number[],
): Promise<ParticipantRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<ParticipantRow>(
    `select ${participantColumns} from participants where tournament_id = $1 and id = any($2)`,
    [tournamentId, ids],
  );
  return rows;
}

/** @param ids each may be there several times */
export async function peopleById(
  db: Queryable,
  tournamentId: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ParticipantRow>> {
  const rows = await findParticipants(db, tournamentId, [...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What only the person and staff may know. */
export async function findPrivate(
  db: Queryable,
  id: number,
): Promise<{ answers: tournamentsApi.Answers; reason: string | null }> {
  const { rows } = await db.query<{ answers: unknown; reason: string | null }>(
    'select answers, reason from participants where id = $1',
    [id],
  );
  return { answers: tournamentsApi.answers.parse(rows[0]?.answers ?? {}), reason: rows[0]?.reason ?? null };
}

export interface PresentEntry {
  id: number;
  user_id: number;
  status: Status;
}

/** How many are in or ask to be, and what the given users have to do with the tournament. */
export async function countEntries(
  tx: Transaction,
  tournamentId: number,
  userIds: number[],
): Promise<{ total: number; present: PresentEntry[] }> {
  const counted = await tx.query<{ total: number }>(
    `select count(*) as total from participants
     where tournament_id = $1 and status in ('pending', 'approved', 'waitlisted')`,
    [tournamentId],
  );
  const { rows } = await tx.query<PresentEntry>(
    'select id, user_id, status from participants where tournament_id = $1 and user_id = any($2)',
    [tournamentId, userIds],
  );
  return { total: counted.rows[0]?.total ?? 0, present: rows };
}

/** @param reason kept with those who leave */
export async function setStatuses(
  tx: Transaction,
  tournamentId: number,
  ids: number[],
  { status, reason = null }: { status: Status; reason?: string | null },
): Promise<ParticipantRow[]> {
  const { rows } = await tx.query<ParticipantRow>(
    `update participants set status = $3, reason = $4 where tournament_id = $1 and id = any($2)
     returning ${participantColumns}`,
    [tournamentId, ids, status, reason],
  );
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

export async function setCheckedIn(tx: Transaction, id: number, isCheckedIn: boolean): Promise<ParticipantRow> {
  const { rows } = await tx.query<ParticipantRow>(
    `update participants set checked_in_at = case when $2 then coalesce(checked_in_at, now()) end
     where id = $1 returning ${participantColumns}`,
    [id, isCheckedIn],
  );
  return only(rows);
}

export async function updateEntry(
  tx: Transaction,
  id: number,
  entry: { name: string; user_id: number | null; answers: tournamentsApi.Answers },
): Promise<ParticipantRow> {
  const { rows } = await tx.query<ParticipantRow>(
    `update participants set name = $2, user_id = $3, answers = $4 where id = $1
     returning ${participantColumns}`,
    [id, entry.name, entry.user_id, JSON.stringify(entry.answers)],
  );
  return only(rows);
}

/** What staff had planned was for the old category. */
export async function setCategory(tx: Transaction, id: number, categoryId: number | null): Promise<ParticipantRow> {
  const { rows } = await tx.query<ParticipantRow>(
    `update participants set category_id = $2, planned_seed = null, seed_locked = false where id = $1
     returning ${participantColumns}`,
    [id, categoryId],
  );
  return only(rows);
}

/** Whether they have played, or play: from then on nobody can take their place. */
export async function hasPlayed(tx: Transaction, tournamentId: number, id: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from matches where tournament_id = $1 and status in ('running', 'walkover', 'played')
       and $2 in (participant1_id, participant2_id) limit 1`,
    [tournamentId, id],
  );
  return rowCount === 1;
}

/** Where somebody takes part or asks to. */
export async function entriesOfUser(
  tx: Transaction,
  userId: number,
): Promise<{ id: number; tournament_id: number; status: Status }[]> {
  const { rows } = await tx.query<{ id: number; tournament_id: number; status: Status }>(
    'select id, tournament_id, status from participants where user_id = $1 order by tournament_id',
    [userId],
  );
  return rows;
}

/** Requests end with the account; whoever has a place or had one stays in the history without a name. */
export async function forgetEntry(tx: Transaction, id: number): Promise<void> {
  await tx.query(`delete from participants where id = $1 and status <> 'approved' and seed is null`, [id]);
  await tx.query(`update participants set user_id = null, name = $2, answers = '{}', reason = null where id = $1`, [
    id,
    nobody,
  ]);
}

const nobody = 'Former member';

function only(rows: ParticipantRow[]): ParticipantRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the participant is gone');
  return row;
}
