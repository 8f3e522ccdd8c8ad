import { tournamentEvents, type tournamentsApi } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import { presentParticipant } from '../presenters.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

type Named = Pick<TournamentRow, 'id' | 'name'>;
/** How people lose their place, or the hope for one. */
export type Leaving = Extract<tournamentsApi.EntryStatus, 'rejected' | 'withdrawn' | 'dropped' | 'disqualified'>;

const leavingTypes = {
  rejected: tournamentEvents.participantRejected,
  withdrawn: tournamentEvents.participantWithdrawn,
  dropped: tournamentEvents.participantDropped,
  disqualified: tournamentEvents.participantDisqualified,
} as const;

function about({ id, name }: Named, row: ParticipantRow, userIds: number[]) {
  const participant = { participant_id: row.id, user_id: row.user_id, name: row.name };
  return { tournament_id: id, name, participant, user_ids: userIds };
}

/** Somebody is in, waits for a place, or asks to be let in. */
export function enteredEvent(tournament: Named, row: ParticipantRow, userIds?: number[]): NewEvent {
  const { id, name } = tournament;
  const { status } = row;
  if (status !== 'approved' && status !== 'pending') {
    const own = row.user_id === null ? [] : [row.user_id];
    return newEvent(tournamentEvents.participantWaitlisted, id, about(tournament, row, userIds ?? own));
  }
  const type = status === 'approved' ? tournamentEvents.participantApproved : tournamentEvents.participantRequested;
  return newEvent(type, id, { tournament_id: id, name, participant: { ...presentParticipant(row), status } });
}

export function movedUpEvent(tournament: Named, row: ParticipantRow, userIds: number[]): NewEvent {
  return newEvent(tournamentEvents.participantMovedUp, tournament.id, about(tournament, row, userIds));
}

export function leftEvent(
  tournament: Named,
  row: ParticipantRow,
  {
    status,
    reason,
    hadPlace,
    userIds,
  }: { status: Leaving; reason: string | null; hadPlace: boolean; userIds: number[] },
): NewEvent {
  const payload = { ...about(tournament, row, userIds), reason, had_place: hadPlace };
  return newEvent(leavingTypes[status], tournament.id, payload);
}

export function checkedInEvent(tournament: Named, row: ParticipantRow, userIds: number[]): NewEvent {
  return newEvent(tournamentEvents.participantCheckedIn, tournament.id, about(tournament, row, userIds));
}

/** @param before who had the place */
export function substitutedEvent(tournament: Named, before: ParticipantRow, row: ParticipantRow): NewEvent {
  const userIds = [before.user_id, row.user_id].filter((id) => id !== null);
  const replaced = { user_id: before.user_id, name: before.name };
  return newEvent(tournamentEvents.participantSubstituted, tournament.id, {
    ...about(tournament, row, userIds),
    replaced,
  });
}
