import type { personalDataApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { z } from 'zod';

type Entries = z.input<typeof personalDataApi.exportedEntries>;
export type EntryOfUser = Omit<Entries['entries'][number], 'created_at'> & { id: number; created_at: Date };

/** Entries of a user, newest first. */
export async function listEntriesOf(db: Queryable, userId: number, limit: number): Promise<EntryOfUser[]> {
  const { rows } = await db.query<EntryOfUser>(
    `select participants.id, tournament_id, tournaments.name as tournament, participants.name, participants.status, seed,
       points, participants.created_at
     from participants join tournaments on tournaments.id = tournament_id
     where user_id = $1 order by participants.id desc limit $2`,
    [userId, limit],
  );
  return rows;
}

/** The matches of these entries, tournament by tournament. */
export async function listMatchesOf(db: Queryable, entryIds: number[], limit: number): Promise<Entries['matches']> {
  const { rows } = await db.query<Entries['matches'][number]>(
    `select matches.tournament_id, round, match_number, score, winner_id = entry.id as has_won
     from participants entry join matches using (tournament_id)
     where entry.id = any($1) and entry.id in (participant1_id, participant2_id)
     order by matches.tournament_id desc, round, match_number limit $2`,
    [entryIds, limit],
  );
  return rows;
}
