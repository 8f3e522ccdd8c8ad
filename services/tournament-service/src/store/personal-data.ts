import type { personalDataApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';

/** Records are numbered by two numbers, the newest has the highest; the second is 0 where one is enough. */
export interface Place {
  first: number;
  second: number;
}

export type RecordRow = Place & Record<string, unknown>;

const titled = 'tournament_id, tournaments.name as tournament';

/** By kind, the records of user $1 below the place ($2, $3), at most $4. Every query has to use $3 for its type. */
const queries: Record<personalDataApi.EntrantRecord, string> = {
  entries: `
    select participants.id as first, 0 as second, participants.tournament_id, tournaments.name as tournament,
      participants.name, participants.status, tournament_categories.name as category, seed, points,
      (select min(rank) from draw_ranks where participant_id = participants.id) as rank,
      participants.created_at, entered_at, checked_in_at, reason, answers
    from participants join tournaments on tournaments.id = participants.tournament_id
      left join tournament_categories on tournament_categories.id = category_id
    where user_id = $1 and participants.id < $2::int and $3::int is not null order by participants.id desc limit $4`,
  // Entry by entry, so that a page reads the matches of its own tournaments only.
  matches: `
    select entry.id as first, matches.id as second, matches.tournament_id, round, match_number, score,
      winner_id = entry.id as has_won
    from participants entry join matches using (tournament_id)
    where user_id = $1 and entry.id <= $2::int and (entry.id < $2::int or matches.id < $3::int)
      and entry.id in (participant1_id, participant2_id)
    order by entry.id desc, matches.id desc limit $4`,
  // The number of an entrant of the engine is the seed.
  scores: `
    select entry.id as first, score.number as second, entry.${titled}, (score.record->>'workout')::int + 1 as workout,
      score.record->'mark' as mark
    from participants entry join tournaments on tournaments.id = tournament_id
      join draws on draws.tournament_id = entry.tournament_id
        and coalesce(draws.category_id, 0) = coalesce(entry.category_id, 0)
      join draw_records score on draw_id = draws.id and kind = 'score' and (score.record->>'entrant') = entry.seed::text
    where user_id = $1 and entry.id <= $2::int and (entry.id < $2::int or score.number < $3::int)
      and score.record->'mark' <> 'null'
    order by entry.id desc, score.number desc limit $4`,
  teams: `
    select participant_id as first, position as second, roster_members.${titled}, participants.name as team,
      roster_members.name, role, is_active
    from roster_members join tournaments on tournaments.id = tournament_id
      join participants on participants.id = participant_id
    where roster_members.user_id = $1 and (participant_id, position) < ($2::int, $3::int)
    order by participant_id desc, position desc limit $4`,
  duties: `
    select tournament_id as first, 0 as second, ${titled}, tournament_staff.name, role, tournament_staff.created_at
    from tournament_staff join tournaments on tournaments.id = tournament_id
    where user_id = $1 and tournament_id < $2::int and $3::int is not null order by tournament_id desc limit $4`,
  reports: `
    select match_id as first, participant_id as second, match_reports.${titled}, match_id, result, note, reported_at
    from match_reports join tournaments on tournaments.id = tournament_id
    where reported_by = $1 and (match_id, participant_id) < ($2::int, $3::int)
    order by match_id desc, participant_id desc limit $4`,
  created: `
    select id as first, 0 as second, id as tournament_id, name as tournament, created_at
    from tournaments where created_by = $1 and id < $2::int and $3::int is not null order by id desc limit $4`,
  templates: `
    select id as first, 0 as second, id, name, created_at
    from tournament_templates where created_by = $1 and id < $2::int and $3::int is not null order by id desc limit $4`,
  seasons: `
    select id as first, 0 as second, id, name, created_at
    from seasons where created_by = $1 and id < $2::int and $3::int is not null order by id desc limit $4`,
  availability: `
    select participant_id as first, 0 as second, availability.${titled}, windows
    from participants join availability on participant_id = participants.id
      join tournaments on tournaments.id = availability.tournament_id
    where user_id = $1 and participant_id < $2::int and $3::int is not null order by participant_id desc limit $4`,
  ratings: `
    select draw_id as first, 0 as second, ${titled}, at, rating, deviation, games
    from rating_points join draws on draws.id = draw_id join tournaments on tournaments.id = tournament_id
    where user_id = $1 and draw_id < $2::int and $3::int is not null order by draw_id desc limit $4`,
  calendar: `
    select user_id as first, 0 as second, created_at
    from calendar_addresses where user_id = $1 and user_id < $2::int and $3::int is not null limit $4`,
  acts: `
    select tournament_id as first, seq as second, tournament_id, seq, at, kind, reason
    from tournament_log where actor_id = $1 and (tournament_id, seq) < ($2::int, $3::int)
    order by tournament_id desc, seq desc limit $4`,
};

/** What is kept of a user, newest first. @param before the place of the last record of the page before */
export async function listRecordsOf(
  db: Queryable,
  userId: number,
  kind: personalDataApi.EntrantRecord,
  before: Place,
  limit: number,
): Promise<RecordRow[]> {
  const { rows } = await db.query<RecordRow>(queries[kind], [userId, before.first, before.second, limit]);
  return rows;
}
