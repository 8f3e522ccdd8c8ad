import { tournamentEvents } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import type { MatchChange } from '../play/execute.js';
import { sidesOf, type MatchRow } from '../store/matches.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { sideOf } from './tournaments.js';

type Named = Pick<TournamentRow, 'id' | 'name'>;
type People = ReadonlyMap<number, ParticipantRow>;

/** A match is over, by play or without; or what is known about it has changed. @param people at least its sides */
export function endedEvent(
  { id, name }: Named,
  { match, people, corrected }: { match: MatchRow; people: People; corrected: boolean },
): NewEvent {
  const sides = sidesOf(match).flatMap((side) => people.get(side) ?? []);
  const winner = sides.find((side) => side.id === match.winner_id);
  const about = {
    tournament_id: id,
    name,
    match_id: match.id,
    round: match.round,
    match_number: match.match_number,
    score: match.score,
    corrected,
    ...(match.category_id !== null && { category_id: match.category_id }),
  };
  if (winner === undefined) {
    return newEvent(tournamentEvents.matchEndedLevel, id, { ...about, sides: sides.map(sideOf) });
  }
  const loser = sides.find((side) => side.id !== match.winner_id);
  return newEvent(tournamentEvents.matchFinished, id, {
    ...about,
    winner: sideOf(winner),
    loser: loser === undefined ? null : sideOf(loser),
    next_match_id: match.next_match_id,
    ...(match.status === 'walkover' && { walkover: true }),
  });
}

export function roundDrawnEvent(
  { id, name }: Named,
  { category_id, matches, user_ids }: { category_id: number | null; matches: MatchRow[]; user_ids: number[] },
): NewEvent {
  const round = matches[0]?.round ?? 0;
  const payload = { tournament_id: id, name, category_id, round, matches: matches.length, user_ids };
  return newEvent(tournamentEvents.roundDrawn, id, payload);
}

export function correctedEvent(
  { id, name }: Named,
  {
    category_id,
    changes,
    reset,
    reason,
    user_ids,
  }: {
    category_id: number | null;
    changes: MatchChange[];
    reset: MatchRow[];
    reason: string | null;
    user_ids: number[];
  },
): NewEvent {
  return newEvent(tournamentEvents.bracketCorrected, id, {
    tournament_id: id,
    name,
    category_id,
    matches: changes.flatMap(({ before, after }) => (after ?? before)?.id ?? []),
    reset: reset.map((match) => match.id),
    reason,
    user_ids,
  });
}
