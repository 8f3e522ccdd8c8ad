import type { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

export interface ParticipantRow extends Omit<tournamentsApi.Participant, 'created_at'> {
  created_at: Date;
}

export type NewParticipant = Pick<ParticipantRow, 'name' | 'user_id' | 'status'>;

const columns = 'id, tournament_id, user_id, name, seed, status, created_at';

export async function insertParticipants(
  tx: Transaction,
  tournamentId: number,
  participants: NewParticipant[],
): Promise<ParticipantRow[]> {
  const { rows } = await tx.query<ParticipantRow>(
    `insert into participants (tournament_id, name, user_id, status)
     select $1, * from unnest($2::text[], $3::integer[], $4::text[]) returning ${columns}`,
    [
      tournamentId,
      participants.map((participant) => participant.name),
      participants.map((participant) => participant.user_id),
      participants.map((participant) => participant.status),
    ],
  );
  return rows;
}

/** In the order they came. */
export async function listParticipants(db: Queryable, tournamentId: number): Promise<ParticipantRow[]> {
  const { rows } = await db.query<ParticipantRow>(
    `select ${columns} from participants where tournament_id = $1 order by id`,
    [tournamentId],
  );
  return rows;
}

export async function listApproved(tx: Transaction, tournamentId: number): Promise<ParticipantRow[]> {
  const { rows } = await tx.query<ParticipantRow>(
    `select ${columns} from participants where tournament_id = $1 and status = 'approved' order by id`,
    [tournamentId],
  );
  return rows;
}

export async function findParticipant(
  tx: Transaction,
  tournamentId: number,
  id: number,
): Promise<ParticipantRow | undefined> {
  const [found] = await findParticipants(tx, tournamentId, [id]);
  return found;
}

export async function findParticipants(
  tx: Transaction,
  tournamentId: number,
  ids: number[],
): Promise<ParticipantRow[]> {
  const { rows } = await tx.query<ParticipantRow>(
    `select ${columns} from participants where tournament_id = $1 and id = any($2)`,
    [tournamentId, ids],
  );
  return rows;
}

/** How many are in or ask to be, and which of the given users are among them. */
export async function countEntries(
  tx: Transaction,
  tournamentId: number,
  userIds: number[],
): Promise<{ total: number; present: number[] }> {
  const { rows } = await tx.query<{ total: number; present: number[] }>(
    `select count(*) as total,
       coalesce(array_agg(user_id) filter (where user_id = any($2)), '{}') as present
     from participants where tournament_id = $1`,
    [tournamentId, userIds],
  );
  return rows[0] ?? { total: 0, present: [] };
}

export async function approve(tx: Transaction, id: number): Promise<ParticipantRow> {
  const { rows } = await tx.query<ParticipantRow>(
    `update participants set status = 'approved' where id = $1 returning ${columns}`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`participant ${id} is gone`);
  return row;
}

/** The first id gets seed 1. */
export async function assignSeeds(tx: Transaction, tournamentId: number, ids: number[]): Promise<void> {
  await tx.query(
    `update participants set seed = place from unnest($2::integer[]) with ordinality as draw (participant_id, place)
     where tournament_id = $1 and id = participant_id`,
    [tournamentId, ids],
  );
}

/** Where somebody takes part or asks to. */
export async function entriesOfUser(tx: Transaction, userId: number): Promise<{ id: number; tournament_id: number }[]> {
  const { rows } = await tx.query<{ id: number; tournament_id: number }>(
    'select id, tournament_id from participants where user_id = $1 order by tournament_id',
    [userId],
  );
  return rows;
}

/** Requests end with the account; whoever has been in a tournament stays in its history without a name. */
export async function forgetEntry(tx: Transaction, id: number): Promise<void> {
  await tx.query(`delete from participants where id = $1 and status = 'pending'`, [id]);
  await tx.query('update participants set user_id = null, name = $2 where id = $1', [id, nobody]);
}

const nobody = 'Former member';
