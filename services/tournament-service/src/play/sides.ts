import type { Transaction } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { peopleOf } from '../entries/people.js';
import { sidesOf, type MatchRow } from '../store/matches.js';
import { findParticipants, type ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

/** Those who play a match, and whom to tell about each of them. */
export interface Sides {
  sides: ParticipantRow[];
  usersOf(rows: ParticipantRow[]): number[];
}

export async function findSides(tx: Transaction, tournament: TournamentRow, match: MatchRow): Promise<Sides> {
  const sides = await findParticipants(tx, tournament.id, sidesOf(match));
  const users = await peopleOf(tx, tournament, sides);
  return { sides, usersOf: (rows) => [...new Set(rows.flatMap(users))] };
}

/** @throws AppError 409 when a side is not known yet, or the match is over */
export function requireOpen({ status }: Pick<MatchRow, 'status'>): void {
  if (status === 'ready' || status === 'running') return;
  if (status === 'waiting') throw conflict('A side of this match is not known yet.', 'match-not-ready');
  throw conflict('This match is over.', 'match-over');
}
