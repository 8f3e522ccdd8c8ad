import type { Queryable } from '@gym/service-kit';
import { z } from 'zod';

const match = z.object({
  id: z.int(),
  court: z.string(),
  starts_at: z.coerce.date(),
  ends_at: z.coerce.date(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});
const entryRow = z.object({
  id: z.int(),
  name: z.string(),
  start_date: z.date(),
  created_at: z.date(),
  version: z.int(),
  phase: z.enum(['published', 'running', 'completed', 'cancelled']),
  matches: z.array(match),
});
export type PersonalTournament = z.infer<typeof entryRow>;

/** Of one tournament; nobody is in more. */
const maxMatches = 200;
const maxTournaments = 100;

/**
 * Tournaments a user has a place in, by themselves or in a team, that start from `since` on, the latest first, with the
 * matches of theirs that have a time.
 */
export async function listPersonal(db: Queryable, userId: number, since: Date): Promise<PersonalTournament[]> {
  const { rows } = await db.query(
    `select tournaments.id, tournaments.name, start_date, tournaments.created_at, version, phase, coalesce((
       select jsonb_agg(jsonb_build_object('id', planned.id, 'court', court, 'starts_at', starts_at, 'ends_at', ends_at,
         'first', first, 'second', second) order by starts_at, planned.id)
       from (
         select matches.id, courts.name as court, lower(during) as starts_at, upper(during) as ends_at,
           (select name from participants where id = participant1_id) as first,
           (select name from participants where id = participant2_id) as second
         from match_slots slots join matches on matches.id = match_id join courts on courts.id = court_id
         where slots.tournament_id = tournaments.id
           and (participant1_id = any(mine.entries) or participant2_id = any(mine.entries))
         order by lower(during), match_id limit ${maxMatches}
       ) planned), '[]') as matches
     from (
       select tournament_id, array_agg(id) as entries from (
         select tournament_id, id from participants where user_id = $1 and status = 'approved'
         union
         select participants.tournament_id, participants.id
         from roster_members join participants on participants.id = participant_id
         where roster_members.user_id = $1 and is_active and status = 'approved'
       ) entry group by tournament_id
     ) mine join tournaments on tournaments.id = mine.tournament_id
     where phase <> 'draft' and start_date >= $2
     order by start_date desc, tournaments.id limit ${maxTournaments}`,
    [userId, since],
  );
  return rows.map((row) => entryRow.parse(row));
}
