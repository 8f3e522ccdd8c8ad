import type { NewEvent, Transaction } from '@gym/service-kit';
import { leftEvent, type Leaving } from '../events/participants.js';
import { setStatuses, type ParticipantRow } from '../store/participants.js';
import { setRostersActive } from '../store/rosters.js';
import { countPlaces, type TournamentRow } from '../store/tournaments.js';
import { moveUpList } from './move-up.js';
import { peopleOf } from './people.js';

/**
 * Takes people out of a tournament that is locked; their places go to those who wait.
 * @param leaving as they are now
 */
export async function leave(
  tx: Transaction,
  tournament: TournamentRow,
  leaving: ParticipantRow[],
  { status, reason = null }: { status: Leaving; reason?: string | null },
): Promise<{ rows: ParticipantRow[]; movedUp: number[]; events: NewEvent[] }> {
  const people = await peopleOf(tx, tournament, leaving);
  const had = new Set(leaving.filter((row) => row.status === 'approved').map((row) => row.id));
  const ids = leaving.map((row) => row.id);
  const rows = await setStatuses(tx, tournament.id, ids, { status, reason });
  if (tournament.team !== null) await setRostersActive(tx, ids, false);
  const freed = rows.filter((row) => had.has(row.id));
  await countPlaces(tx, tournament.id, freed, -1);
  const now = { ...tournament, participant_count: tournament.participant_count - freed.length };
  const moved = await moveUpList(tx, now);
  const left = rows.map((row) =>
    leftEvent(tournament, row, { status, reason, hadPlace: had.has(row.id), userIds: people(row) }),
  );
  return { rows, movedUp: moved.ids, events: [...left, ...moved.events] };
}
