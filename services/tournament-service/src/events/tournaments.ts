import { tournamentEvents } from '@gym/contracts';
import { newEvent, type NewEvent, type Snapshot } from '@gym/service-kit';
import { presentTournament } from '../presenters.js';
import type { MatchRow } from '../store/matches.js';
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

export interface Finished {
  match: MatchRow;
  winner: ParticipantRow;
  loser: ParticipantRow;
  /** There was a result before. */
  corrected: boolean;
}

export function finishedEvent({ id, name }: Named, { match, winner, loser, corrected }: Finished): NewEvent {
  return newEvent(tournamentEvents.matchFinished, id, {
    tournament_id: id,
    name,
    match_id: match.id,
    round: match.round,
    match_number: match.match_number,
    winner: sideOf(winner),
    loser: sideOf(loser),
    score: match.score,
    next_match_id: match.next_match_id,
    corrected,
  });
}

export function completedEvent({ id, name }: Named, winner: ParticipantRow): NewEvent {
  return newEvent(tournamentEvents.tournamentCompleted, id, { tournament_id: id, name, winner: sideOf(winner) });
}

export function categoryCompletedEvent(
  { id, name }: Named,
  category: { id: number; name: string },
  winner: ParticipantRow,
): NewEvent {
  const payload = {
    tournament_id: id,
    name,
    category_id: category.id,
    category: category.name,
    winner: sideOf(winner),
  };
  return newEvent(tournamentEvents.categoryCompleted, id, payload);
}

function sideOf(row: ParticipantRow): { participant_id: number; user_id: number | null; name: string } {
  return { participant_id: row.id, user_id: row.user_id, name: row.name };
}

/**
 * Nobody keeps state of tournaments that their API does not give. user-service waits for confirmations of deletions
 * only; those that have expired are told again when this service rebuilds what it derived from users.
 */
export const tournamentsSnapshot: Snapshot = () => Promise.resolve({ events: [], next: null });
