import { tournamentEvents } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import type { TournamentRow } from '../store/tournaments.js';

/** Who wants to know all of them reads the schedule. */
const mostNamed = 500;

export function scheduleChangedEvent(
  { id, name }: Pick<TournamentRow, 'id' | 'name'>,
  matches: { match_id: number; court: string | null; starts_at: string | null }[],
  user_ids: number[],
): NewEvent {
  return newEvent(tournamentEvents.scheduleChanged, id, {
    tournament_id: id,
    name,
    matches: matches.slice(0, mostNamed),
    moved: matches.length,
    user_ids,
  });
}
