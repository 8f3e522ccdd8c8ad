import type { Transaction } from '@gym/service-kit';
import { inParts } from './in-parts.js';

/** How the rows of a whole tournament are written: $1 is the tournament, $2 their list, in the words of the document. */
const inserts = {
  staff: `
    insert into tournament_staff (tournament_id, user_id, name, role, courts, granted_by, created_at)
    select $1, person, name, role, courts, granted_by, created_at from jsonb_to_recordset($2) as item
      (person integer, name text, role text, courts text[], granted_by integer, created_at timestamptz)`,
  categories: `
    insert into tournament_categories (tournament_id, id, name, rules, max_participants, drawn_at)
    select $1, id, name, rules, max_participants, drawn_at from jsonb_to_recordset($2) as item
      (id integer, name text, rules jsonb, max_participants integer, drawn_at timestamptz)`,
  participants: `
    insert into participants (tournament_id, id, name, user_id, status, category_id, created_at, entered_at,
      checked_in_at, reason, answers, planned_seed, seed_locked, seed)
    select $1, id, name, person, status, category, created_at, entered_at, checked_in_at, reason, answers, planned_seed,
      seed_locked, seed
    from jsonb_to_recordset($2) as item (id integer, name text, person integer, status text, category integer,
      created_at timestamptz, entered_at timestamptz, checked_in_at timestamptz, reason text, answers jsonb,
      planned_seed integer, seed_locked boolean, seed integer)`,
  rosters: `
    insert into roster_members (tournament_id, participant_id, position, user_id, name, role, is_active)
    select $1, participant, position, person, name, role, is_active from jsonb_to_recordset($2) as item
      (participant integer, position smallint, person integer, name text, role text, is_active boolean)`,
  availability: `
    insert into availability (tournament_id, participant_id, windows)
    select $1, participant, windows from jsonb_to_recordset($2) as item (participant integer, windows jsonb)`,
  draws: `
    insert into draws (tournament_id, id, category_id, plan, head, completed_at, created_at)
    select $1, id, category, plan, head, completed_at, created_at from jsonb_to_recordset($2) as item
      (id integer, category integer, plan jsonb, head jsonb, completed_at timestamptz, created_at timestamptz)`,
  courts: `
    insert into courts (tournament_id, id, name, open)
    select $1, id, name, open from jsonb_to_recordset($2) as item (id integer, name text, open jsonb)`,
  slots: `
    insert into match_slots (tournament_id, match_id, court_id, during, is_locked, started_at, finished_at)
    select $1, match, court, tstzrange(starts_at, ends_at), is_locked, started_at, finished_at
    from jsonb_to_recordset($2) as item (match integer, court integer, starts_at timestamptz, ends_at timestamptz,
      is_locked boolean, started_at timestamptz, finished_at timestamptz)`,
  calls: `
    insert into match_calls (tournament_id, match_id, court, called_at)
    select $1, match, court, called_at from jsonb_to_recordset($2) as item
      (match integer, court text, called_at timestamptz)`,
  reports: `
    insert into match_reports (tournament_id, match_id, participant_id, reported_by, result, note, reported_at, stands_at)
    select $1, match, participant, person, result, note, reported_at, stands_at from jsonb_to_recordset($2) as item
      (match integer, participant integer, person integer, result jsonb, note text, reported_at timestamptz,
        stands_at timestamptz)`,
  history: `
    insert into tournament_log (tournament_id, seq, at, kind, payload, reason, affected)
    select $1, seq, at, kind, payload, reason, affected from jsonb_to_recordset($2) as item
      (seq integer, at timestamptz, kind text, payload jsonb, reason text, affected jsonb)`,
} as const;

const perStatement = 2000;

export async function insertPart(
  tx: Transaction,
  part: keyof typeof inserts,
  tournamentId: number,
  items: readonly object[],
): Promise<void> {
  for (const some of inParts(items, perStatement)) {
    await tx.query(inserts[part], [tournamentId, JSON.stringify(some)]);
  }
}

export interface Restored {
  status: string;
  created_at: string;
  published_at: string | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  check_in_settled_at: string | null;
  seeding: string;
  random_seed: number | null;
}

/** How far a tournament is that comes from elsewhere. */
export async function restoreHead(tx: Transaction, id: number, head: Restored): Promise<void> {
  await tx.query(
    `update tournaments set status = $2, created_at = $3, published_at = $4, cancelled_at = $5, cancel_reason = $6,
       check_in_settled_at = $7, seeding = $8, random_seed = $9 where id = $1`,
    [
      id,
      head.status,
      head.created_at,
      head.published_at,
      head.cancelled_at,
      head.cancel_reason,
      head.check_in_settled_at,
      head.seeding,
      head.random_seed,
    ],
  );
}
