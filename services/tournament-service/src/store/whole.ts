import type { Queryable } from '@gym/service-kit';

/**
 * What makes up a tournament, row by row, in the words of `TournamentDocument`, which checks what is read. $1 is the
 * tournament; every list is bounded by what can be in one.
 */
const queries = {
  tournament: `
    select status, created_at, published_at, cancelled_at, cancel_reason, check_in_settled_at, seeding, random_seed
    from tournaments where id = $1`,
  staff: `
    select user_id as person, name, role, courts, created_at from tournament_staff where tournament_id = $1
    order by user_id`,
  categories: `
    select id, name, rules, max_participants, drawn_at from tournament_categories where tournament_id = $1 order by id`,
  participants: `
    select participants.id, name, user_id as person, status, category_id as category, created_at, entered_at,
      checked_in_at, reason, answers, planned_seed, seed_locked, coalesce(windows, '[]') as availability,
      coalesce((select jsonb_agg(jsonb_build_object('name', member.name, 'person', member.user_id, 'role', role,
        'is_active', is_active) order by position) from roster_members member where participant_id = participants.id),
        '[]') as roster
    from participants left join availability on participant_id = participants.id
    where participants.tournament_id = $1 order by participants.id`,
  draws: `
    select id, category_id as category, created_at, completed_at,
      (select coalesce(jsonb_agg(matches.id order by number), '[]') from matches where draw_id = draws.id) as matches,
      (select coalesce(jsonb_agg(jsonb_build_object('number', number, 'text', score) order by number), '[]')
        from matches where draw_id = draws.id and score is not null) as texts
    from draws where tournament_id = $1 order by coalesce(category_id, 0)`,
  schedule: 'select settings from schedule_settings where tournament_id = $1',
  courts: 'select id, name, open from courts where tournament_id = $1 order by id',
  slots: `
    select match_id as match, court_id as court, lower(during) as starts_at, upper(during) as ends_at, is_locked,
      started_at, finished_at
    from match_slots where tournament_id = $1 order by match_id`,
  calls: 'select match_id as match, court, called_at from match_calls where tournament_id = $1 order by match_id',
  reports: `
    select match_id as match, participant_id as participant, reported_by as person, result, note, reported_at, stands_at
    from match_reports where tournament_id = $1 order by match_id, participant_id`,
  history: `
    select at, kind, payload, reason, affected - 'users' as affected from tournament_log where tournament_id = $1
    order by seq`,
} as const;

type Part = keyof typeof queries;
// The names of an object that nothing is added to.
export const parts = Object.keys(queries) as Part[];

/** Times become text, as in JSON. */
export async function readPart(db: Queryable, part: Part, tournamentId: number): Promise<Record<string, unknown>[]> {
  const { rows } = await db.query<Record<string, unknown>>(queries[part], [tournamentId]);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
    ),
  );
}

/** What was done in a draw, without what it changed. */
export async function readEvents(
  db: Queryable,
  drawId: number,
): Promise<{ event: Record<string, unknown>; texts: unknown[]; entry: number }[]> {
  const { rows } = await db.query<{ event: Record<string, unknown>; texts: unknown[]; entry: number }>(
    `select event - '{patch,reset,resetScores}'::text[] as event, texts, log_seq as entry from draw_events
     where draw_id = $1 order by version`,
    [drawId],
  );
  return rows;
}

/** Brackets that were drawn before there were draws. @returns their categories; null for the whole tournament */
export async function listUndrawn(db: Queryable, tournamentId: number): Promise<(number | null)[]> {
  const { rows } = await db.query<{ category_id: number | null }>(
    'select distinct category_id from matches where tournament_id = $1 and draw_id is null',
    [tournamentId],
  );
  return rows.map((row) => row.category_id);
}
