import type { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

type Times = 'registration_opens_at' | 'registration_closes_at' | 'check_in_opens_at' | 'check_in_closes_at';

export interface TournamentRow
  extends
    Omit<tournamentsApi.Tournament, 'start_date' | 'created_at' | Times>,
    Record<Times | 'check_in_settled_at', Date | null> {
  start_date: Date;
  created_at: Date;
  seeding: tournamentsApi.Seeding['method'];
  random_seed: number | null;
}

/** What is written of the settings; texts are in `tournament_details`. */
const settingColumns = [
  'name',
  'start_date',
  'max_participants',
  'tournament_type',
  'format',
  'visibility',
  'approval',
  'waiting_list',
  'registration_opens_at',
  'registration_closes_at',
  'check_in_opens_at',
  'check_in_closes_at',
  'team',
  'self_reports',
] as const satisfies (keyof tournamentsApi.Settings)[];

export const tournamentColumns = `id, name, start_date, max_participants, tournament_type, status, created_by, created_at,
  participant_count, version, phase, slug, visibility, approval, waiting_list, team, self_reports, format,
  registration_opens_at, registration_closes_at, check_in_opens_at, check_in_closes_at, check_in_settled_at,
  cancel_reason, seeding, random_seed`;

export async function insertTournament(
  tx: Transaction,
  settings: tournamentsApi.Settings,
  { createdBy, isDraft }: { createdBy: number; isDraft: boolean },
): Promise<TournamentRow> {
  const { rows } = await tx.query<TournamentRow>(
    `insert into tournaments (created_by, published_at, ${settingColumns.join(', ')})
     values ($1, case when $2 then null else now() end, ${settingColumns.map((_name, at) => `$${at + 3}`).join(', ')})
     returning ${tournamentColumns}`,
    [createdBy, isDraft, ...settingColumns.map((name) => settings[name])],
  );
  return only(rows);
}

/** A new end of the check-in has to be settled anew. */
export async function updateSettings(
  tx: Transaction,
  id: number,
  settings: tournamentsApi.Settings,
): Promise<TournamentRow> {
  const { rows } = await tx.query<TournamentRow>(
    `update tournaments set slug = $2,
       check_in_settled_at = case when $${settingColumns.indexOf('check_in_closes_at') + 3}::timestamptz is distinct from check_in_closes_at then null
         else check_in_settled_at end,
       ${settingColumns.map((name, at) => `${name} = $${at + 3}`).join(', ')}
     where id = $1 returning ${tournamentColumns}`,
    [id, settings.slug, ...settingColumns.map((name) => settings[name])],
  );
  return only(rows);
}

export async function setSlug(tx: Transaction, id: number, slug: string): Promise<TournamentRow> {
  const { rows } = await tx.query<TournamentRow>(
    `update tournaments set slug = $2 where id = $1 returning ${tournamentColumns}`,
    [id, slug],
  );
  return only(rows);
}

export async function findTournament(db: Queryable, id: number): Promise<TournamentRow | undefined> {
  const { rows } = await db.query<TournamentRow>(`select ${tournamentColumns} from tournaments where id = $1`, [id]);
  return rows[0];
}

/** By the slug it has or ever had. */
export async function findBySlug(db: Queryable, slug: string): Promise<TournamentRow | undefined> {
  const { rows } = await db.query<TournamentRow>(
    `select ${tournamentColumns} from tournaments where id = (select tournament_id from tournament_slugs where slug = $1)`,
    [slug],
  );
  return rows[0];
}

/** The lock is held until the transaction ends. */
export async function lockTournament(tx: Transaction, id: number): Promise<TournamentRow | undefined> {
  const { rows } = await tx.query<TournamentRow>(
    `select ${tournamentColumns} from tournaments where id = $1 for update`,
    [id],
  );
  return rows[0];
}

/** @returns the tournament with all that was changed */
export async function setVersion(tx: Transaction, id: number, version: number): Promise<TournamentRow> {
  const { rows } = await tx.query<TournamentRow>(
    `update tournaments set version = $2 where id = $1 returning ${tournamentColumns}`,
    [id, version],
  );
  return only(rows);
}

/** Newest first. @param before the last id of the page before */
export async function listTournaments(
  db: Queryable,
  { limit, before, drafts }: { limit: number; before: number | undefined; drafts: boolean },
): Promise<TournamentRow[]> {
  const { rows } = await db.query<TournamentRow>(
    `select ${tournamentColumns} from tournaments where id < $1 ${drafts ? '' : `and phase <> 'draft'`} order by id desc limit $2`,
    [before ?? 2 ** 31 - 1, limit],
  );
  return rows;
}

/** Those whose check-in is over and whose participants have not been told yet. */
export async function listDueCheckIns(db: Queryable, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from tournaments
     where check_in_closes_at <= now() and check_in_closes_at is not null and check_in_settled_at is null
       and phase = 'published'
     order by check_in_closes_at limit $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}

export async function setCheckInSettled(tx: Transaction, id: number): Promise<void> {
  await tx.query('update tournaments set check_in_settled_at = now() where id = $1', [id]);
}

export async function setStatus(tx: Transaction, id: number, status: TournamentRow['status']): Promise<void> {
  await tx.query('update tournaments set status = $2 where id = $1', [id, status]);
}

export async function setPublished(tx: Transaction, id: number): Promise<void> {
  await tx.query('update tournaments set published_at = now() where id = $1', [id]);
}

export async function setCancelled(tx: Transaction, id: number, reason: string): Promise<void> {
  await tx.query('update tournaments set cancelled_at = now(), cancel_reason = $2 where id = $1', [id, reason]);
}

export async function setSeeding(
  tx: Transaction,
  id: number,
  method: TournamentRow['seeding'],
  randomSeed: number | null,
): Promise<void> {
  await tx.query('update tournaments set seeding = $2, random_seed = $3 where id = $1', [id, method, randomSeed]);
}

/** Places that were taken, or with a negative number given up; those of categories too. */
export async function countPlaces(
  tx: Transaction,
  id: number,
  taken: { category_id: number | null }[],
  sign: 1 | -1,
): Promise<void> {
  if (taken.length === 0) return;
  await tx.query('update tournaments set participant_count = participant_count + $2 where id = $1', [
    id,
    sign * taken.length,
  ]);
  const categories = taken.flatMap(({ category_id }) => (category_id === null ? [] : [category_id]));
  if (categories.length === 0) return;
  await tx.query(
    `update tournament_categories set participant_count = participant_count + $3 * places
     from (select category, count(*)::integer as places from unnest($2::integer[]) as category group by category) as taken
     where tournament_id = $1 and id = category`,
    [id, categories, sign],
  );
}

/** With all that belongs to it. */
export async function deleteTournament(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from tournaments where id = $1', [id]);
}

function only(rows: TournamentRow[]): TournamentRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the tournament is gone');
  return row;
}
