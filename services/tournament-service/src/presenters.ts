import type { personalDataApi, tournamentLogApi, tournamentsApi } from '@gym/contracts';
import type { z } from 'zod';
import type { LogRow } from './store/log.js';
import type { MatchRow } from './store/matches.js';
import type { ParticipantRow } from './store/participants.js';
import type { EntryOfUser } from './store/personal-data.js';
import type { TournamentRow } from './store/tournaments.js';

/** The only way from a row to an answer or an event. */
export function presentTournament(row: TournamentRow): tournamentsApi.Tournament {
  return { ...row, start_date: row.start_date.toISOString(), created_at: row.created_at.toISOString() };
}

export function presentParticipant(row: ParticipantRow): tournamentsApi.Participant {
  return { ...row, created_at: row.created_at.toISOString() };
}

/** @param participants at least those who are named by the matches */
export function presentMatches(rows: MatchRow[], participants: ParticipantRow[]): tournamentsApi.Match[] {
  const byId = new Map(participants.map((row) => [row.id, presentParticipant(row)]));
  const find = (id: number | null): tournamentsApi.Participant | null => (id === null ? null : (byId.get(id) ?? null));
  return rows.map(({ participant1_id, participant2_id, next_side: _side, created_at, ...match }) => ({
    ...match,
    participant1: find(participant1_id),
    participant2: find(participant2_id),
    winner: find(match.winner_id),
    created_at: created_at.toISOString(),
  }));
}

/** For the user whose entry it is. */
export function presentEntry({ id: _id, created_at, ...entry }: EntryOfUser): ExportedEntry {
  return { ...entry, created_at: created_at.toISOString() };
}
type ExportedEntry = z.input<typeof personalDataApi.exportedEntries>['entries'][number];

export function presentLogEntry(row: LogRow): tournamentLogApi.LogEntry {
  return { ...row, at: row.at.toISOString() };
}
