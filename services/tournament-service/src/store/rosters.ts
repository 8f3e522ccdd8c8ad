import type { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

/** The people of a team, in their order. */
export async function listRoster(db: Queryable, participantId: number): Promise<tournamentsApi.RosterMember[]> {
  const { rows } = await db.query<tournamentsApi.RosterMember>(
    'select name, user_id, role from roster_members where participant_id = $1 order by position',
    [participantId],
  );
  return rows;
}

/** The people of all of the given teams who have an account, by team. */
export async function usersOfTeams(tx: Transaction, participantIds: number[]): Promise<Map<number, number[]>> {
  const { rows } = await tx.query<{ participant_id: number; users: number[] }>(
    `select participant_id, array_agg(user_id order by position) as users from roster_members
     where participant_id = any($1) and user_id is not null group by participant_id`,
    [participantIds],
  );
  return new Map(rows.map((row) => [row.participant_id, row.users]));
}

/** Teams that have less than `min` people beside their reserves. */
export async function incompleteTeams(tx: Transaction, participantIds: number[], min: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select team as id from unnest($1::integer[]) as team
     where (select count(*) from roster_members where participant_id = team and role <> 'reserve') < $2`,
    [participantIds, min],
  );
  return rows.map((row) => row.id);
}

export async function saveRoster(
  tx: Transaction,
  { id, tournament_id }: { id: number; tournament_id: number },
  members: tournamentsApi.RosterMember[],
): Promise<void> {
  await tx.query('delete from roster_members where participant_id = $1', [id]);
  await tx.query(
    `insert into roster_members (participant_id, tournament_id, name, user_id, role, position)
     select $1, $2, name, user_id, role, place
     from unnest($3::text[], $4::integer[], $5::text[]) with ordinality as member (name, user_id, role, place)`,
    [
      id,
      tournament_id,
      members.map((member) => member.name),
      members.map((member) => member.user_id),
      members.map((member) => member.role),
    ],
  );
}

/** Which of the given users are in a team of the tournament, other than `except`. */
export async function usersInTeams(
  tx: Transaction,
  tournamentId: number,
  userIds: number[],
  except: number | null,
): Promise<number[]> {
  const { rows } = await tx.query<{ user_id: number }>(
    `select user_id from roster_members
     where tournament_id = $1 and user_id = any($2) and is_active and participant_id is distinct from $3`,
    [tournamentId, userIds, except],
  );
  return rows.map((row) => row.user_id);
}

/** A team that has left sets its people free; one that is back takes them again. */
export async function setRostersActive(tx: Transaction, participantIds: number[], isActive: boolean): Promise<void> {
  await tx.query('update roster_members set is_active = $2 where participant_id = any($1)', [participantIds, isActive]);
}

export async function forgetRosterMember(tx: Transaction, userId: number): Promise<void> {
  await tx.query(`update roster_members set user_id = null, name = 'Former member' where user_id = $1`, [userId]);
}
