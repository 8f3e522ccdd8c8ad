import type { Transaction } from '@gym/service-kit';
import { usersOfTeams } from '../store/rosters.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

/** Whom events about participants concern: themselves, or everybody of their team. */
export async function peopleOf(
  tx: Transaction,
  { team }: Pick<TournamentRow, 'team'>,
  rows: ParticipantRow[],
): Promise<(row: ParticipantRow) => number[]> {
  const own = ({ user_id }: ParticipantRow): number[] => (user_id === null ? [] : [user_id]);
  if (team === null) return own;
  const users = await usersOfTeams(
    tx,
    rows.map((row) => row.id),
  );
  return (row) => users.get(row.id) ?? own(row);
}
