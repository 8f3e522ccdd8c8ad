import { tournamentEvents } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import { sidesOf, type MatchRow } from '../store/matches.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { sideOf } from './tournaments.js';

type Named = Pick<TournamentRow, 'id' | 'name'>;
type Place = Pick<MatchRow, 'id' | 'category_id' | 'round' | 'match_number'>;
type Pair = [number, number];

/** Which match it is about. */
function placeOf(
  { id, name }: Named,
  match: Place,
): { tournament_id: number; name: string; match_id: number } & Omit<Place, 'id'> {
  const { category_id, round, match_number } = match;
  return { tournament_id: id, name, match_id: match.id, category_id, round, match_number };
}

/** @param court null: it was called by mistake */
export function calledEvent(
  tournament: Named,
  {
    match,
    court,
    sides,
    user_ids,
  }: { match: Place; court: string | null; sides: ParticipantRow[]; user_ids: number[] },
): NewEvent {
  const payload = { ...placeOf(tournament, match), court, sides: sides.map(sideOf), user_ids };
  return newEvent(tournamentEvents.matchCalled, tournament.id, payload);
}

/** @param people at least its sides */
export function startedEvent(
  tournament: Named,
  match: MatchRow,
  people: ReadonlyMap<number, ParticipantRow>,
): NewEvent {
  const sides = sidesOf(match).flatMap((side) => people.get(side) ?? []);
  return newEvent(tournamentEvents.matchStarted, tournament.id, {
    ...placeOf(tournament, match),
    sides: sides.map(sideOf),
  });
}

export function scoreEvent(
  tournament: Named,
  { games, live, ...match }: Place & { games: Pair[]; live: { game: number; points: Pair } | null },
): NewEvent {
  return newEvent(tournamentEvents.matchScore, tournament.id, { ...placeOf(tournament, match), games, live });
}

/** @param user_ids the people of the other side */
export function reportedEvent(
  tournament: Named,
  { match, by, stands_at, user_ids }: { match: Place; by: ParticipantRow; stands_at: Date | null; user_ids: number[] },
): NewEvent {
  return newEvent(tournamentEvents.matchReported, tournament.id, {
    ...placeOf(tournament, match),
    by: sideOf(by),
    stands_at: stands_at?.toISOString() ?? null,
    user_ids,
  });
}

export function disputedEvent(
  tournament: Named,
  { match, sides, user_ids }: { match: Place; sides: ParticipantRow[]; user_ids: number[] },
): NewEvent {
  const payload = { ...placeOf(tournament, match), sides: sides.map(sideOf), user_ids };
  return newEvent(tournamentEvents.matchDisputed, tournament.id, payload);
}
