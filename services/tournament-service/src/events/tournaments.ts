import { tournamentEvents } from '@gym/contracts';
import { newEvent, type NewEvent, type Snapshot } from '@gym/service-kit';
import { presentTournament } from '../presenters.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

type Named = Pick<TournamentRow, 'id' | 'name'>;

export function createdEvent(tournament: TournamentRow): NewEvent {
  return newEvent(tournamentEvents.tournamentCreated, tournament.id, { tournament: presentTournament(tournament) });
}

export function deletedEvent({ id, name }: Named): NewEvent {
  return newEvent(tournamentEvents.tournamentDeleted, id, { tournament_id: id, name });
}

export function publishedEvent(tournament: TournamentRow): NewEvent {
  return newEvent(tournamentEvents.tournamentPublished, tournament.id, { tournament: presentTournament(tournament) });
}

export function updatedEvent(tournament: TournamentRow, changed: string[]): NewEvent {
  const payload = { tournament: presentTournament(tournament), changed };
  return newEvent(tournamentEvents.tournamentUpdated, tournament.id, payload);
}

export function changedEvent({ id, version }: TournamentRow): NewEvent {
  return newEvent(tournamentEvents.tournamentChanged, id, { tournament_id: id, version });
}

export function cancelledEvent({ id, name, phase }: TournamentRow, reason: string, user_ids: number[]): NewEvent {
  const payload = { tournament_id: id, name, reason, was_draft: phase === 'draft', user_ids };
  return newEvent(tournamentEvents.tournamentCancelled, id, payload);
}

export function drawnEvent(
  { id, name }: Named,
  { rounds, matches, user_ids }: { rounds: number; matches: number; user_ids: number[] },
): NewEvent {
  return newEvent(tournamentEvents.bracketGenerated, id, { tournament_id: id, name, rounds, matches, user_ids });
}

/** @param winners one, or all who share the first place */
export function completedEvent({ id, name }: Named, winners: ParticipantRow[]): NewEvent {
  return newEvent(tournamentEvents.tournamentCompleted, id, { tournament_id: id, name, ...winnersOf(winners) });
}

export function categoryCompletedEvent(
  { id, name }: Named,
  category: { id: number; name: string },
  winners: ParticipantRow[],
): NewEvent {
  const payload = {
    tournament_id: id,
    name,
    category_id: category.id,
    category: category.name,
    ...winnersOf(winners),
  };
  return newEvent(tournamentEvents.categoryCompleted, id, payload);
}

interface Winners {
  winner: Somebody;
  winners?: Somebody[];
}
interface Somebody {
  participant_id: number;
  user_id: number | null;
  name: string;
}

function winnersOf(rows: ParticipantRow[]): Winners {
  const sides = rows.map(sideOf);
  const [winner] = sides;
  if (winner === undefined) throw new Error('nobody has won');
  return { winner, ...(sides.length > 1 && { winners: sides }) };
}

export function sideOf(row: ParticipantRow): Somebody {
  return { participant_id: row.id, user_id: row.user_id, name: row.name };
}

/**
 * Nobody keeps state of tournaments that their API does not give. user-service waits for confirmations of deletions
 * only; those that have expired are told again when this service rebuilds what it derived from users.
 */
export const tournamentsSnapshot: Snapshot = () => Promise.resolve({ events: [], next: null });
