import type { Queryable } from '@gym/service-kit';
import { z } from 'zod';

const named = z.object({ name: z.string() });
const match = z.object({
  match_id: z.int(),
  court: named,
  starts_at: z.coerce.date(),
  ends_at: z.coerce.date(),
  participant1: named.nullable(),
  participant2: named.nullable(),
});
const entryRow = z.object({
  id: z.int(),
  name: z.string(),
  start_date: z.date(),
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
    `select tournaments.id, tournaments.name, start_date, version, phase, coalesce((
       select jsonb_agg(to_jsonb(planned) order by starts_at, match_id)
       from (
         select match_id, jsonb_build_object('name', courts.name) as court, lower(during) as starts_at,
           upper(during) as ends_at,
           (select jsonb_build_object('name', name) from participants where id = participant1_id) as participant1,
           (select jsonb_build_object('name', name) from participants where id = participant2_id) as participant2
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
