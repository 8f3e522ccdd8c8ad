import type { tournamentsApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { requireFree } from '../domain/roster.js';
import type { ParticipantRow } from '../store/participants.js';
import { saveRoster, usersInTeams } from '../store/rosters.js';

/** @throws AppError 409 when somebody is in another team of the tournament */
export async function fillRoster(
  tx: Transaction,
  team: ParticipantRow,
  members: tournamentsApi.RosterMember[],
): Promise<void> {
  const users = members.flatMap(({ user_id }) => (user_id === null ? [] : [user_id]));
  requireFree(await usersInTeams(tx, team.tournament_id, users, team.id));
  await saveRoster(tx, team, members);
}
