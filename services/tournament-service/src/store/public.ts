import type { Queryable } from '@gym/service-kit';
import { participantColumns, type ParticipantRow } from './participants.js';
import { tournamentColumns, type TournamentRow } from './tournaments.js';

const isPublic = `visibility = 'public' and phase <> 'draft'`;

/** Newest first. @param before the last id of the page before */
export async function listPublic(
  db: Queryable,
  { phase, before, limit }: { phase: string | undefined; before: number | undefined; limit: number },
): Promise<TournamentRow[]> {
  const { rows } = await db.query<TournamentRow>(
    `select ${tournamentColumns} from tournaments
     where ${isPublic} and id < $1 ${phase === undefined ? '' : 'and phase = $3'} order by id desc limit $2`,
    [before ?? 2 ** 31 - 1, limit, ...(phase === undefined ? [] : [phase])],
  );
  return rows;
}

/** Which of them everybody may watch. */
export async function onlyPublic(db: Queryable, ids: readonly number[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(`select id from tournaments where id = any($1) and ${isPublic}`, [
    ids,
  ]);
  return rows.map(({ id }) => id);
}

/** Those who take part, in the order they came; requests and those who wait are nobody's business. */
export async function listTakingPart(
  db: Queryable,
  tournamentId: number,
  { after, limit }: { after: number; limit: number },
): Promise<ParticipantRow[]> {
  const { rows } = await db.query<ParticipantRow>(
    `select ${participantColumns} from participants
     where tournament_id = $1 and id > $2 and (status = 'approved' or seed is not null) order by id limit $3`,
    [tournamentId, after, limit],
  );
  return rows;
}
