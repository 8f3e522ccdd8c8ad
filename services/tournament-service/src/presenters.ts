import type { matchDayApi, scheduleApi, seasonsApi, tournamentLogApi, tournamentsApi } from '@gym/contracts';
import type { z } from 'zod';
import type { CategoryRow } from './store/categories.js';
import type { Details } from './store/details.js';
import type { LogRow } from './store/log.js';
import type { DayRow, MatchDay } from './store/match-day.js';
import type { MatchRow } from './store/matches.js';
import type { ParticipantRow } from './store/participants.js';
import type { RecordRow } from './store/personal-data.js';
import type { PlannedRow } from './store/planned-matches.js';
import type { SeasonRow } from './store/seasons.js';
import type { ShownReport } from './store/reports.js';
import type { StaffRow } from './store/staff.js';
import type { TemplateRow, TemplateSummary } from './store/templates.js';
import type { TournamentRow } from './store/tournaments.js';

const instant = (time: Date | null): string | null => time?.toISOString() ?? null;

/** The only way from a row to an answer or an event. */
export function presentTournament(row: TournamentRow): tournamentsApi.Tournament {
  const { seeding: _seeding, random_seed: _randomSeed, check_in_settled_at: _settled, ...shown } = row;
  return {
    ...shown,
    // Nothing more happens in it, which is what clients of the coarser view have to know.
    status: row.phase === 'cancelled' ? 'completed' : row.status,
    start_date: row.start_date.toISOString(),
    created_at: row.created_at.toISOString(),
    registration_opens_at: instant(row.registration_opens_at),
    registration_closes_at: instant(row.registration_closes_at),
    check_in_opens_at: instant(row.check_in_opens_at),
    check_in_closes_at: instant(row.check_in_closes_at),
  };
}

export function presentDetail(
  row: TournamentRow,
  details: Details,
  categories: CategoryRow[],
): tournamentsApi.TournamentDetail {
  return { ...presentTournament(row), ...details, categories: categories.map(presentCategory) };
}

export function presentCategory({ tournament_id: _tournament, ...row }: CategoryRow): tournamentsApi.Category {
  return row;
}

export function presentParticipant(row: ParticipantRow): tournamentsApi.Participant {
  return { ...row, created_at: row.created_at.toISOString(), checked_in_at: instant(row.checked_in_at) };
}

/**
 * @param participants at least those who are named by the matches
 * @param day what goes on around them, where that is shown
 */
export function presentMatches(
  rows: MatchRow[],
  participants: ParticipantRow[],
  day: MatchDay = new Map(),
): tournamentsApi.Match[] {
  const byId = new Map(participants.map((row) => [row.id, presentParticipant(row)]));
  const find = (id: number | null): tournamentsApi.Participant | null => (id === null ? null : (byId.get(id) ?? null));
  return rows.map((row) => ({
    ...presentMatch(row),
    participant1: find(row.participant1_id),
    participant2: find(row.participant2_id),
    winner: find(row.winner_id),
    created_at: row.created_at.toISOString(),
    ...aroundMatch(row, day.get(row.id)),
  }));
}

/** What a match is without the people in it. */
export function presentMatch(
  row: MatchRow,
): Omit<tournamentsApi.Match, 'participant1' | 'participant2' | 'winner' | 'created_at'> {
  const { participant1_id: _one, participant2_id: _two, group_number, result, created_at: _at, ...rest } = row;
  return {
    ...matchFields(rest),
    group: group_number,
    points: result?.kind === 'played' ? result.score : null,
    games: result?.kind === 'played' ? result.games : [],
  };
}

type Around = Pick<tournamentsApi.Match, 'court' | 'called_at' | 'live' | 'report'>;

/** Points are those of a game that goes on still when the match was read. */
export function aroundMatch({ status }: Pick<MatchRow, 'status'>, day: DayRow | undefined): Around {
  if (day === undefined) return {};
  const { court, called_at, game, points, reports } = day;
  return {
    ...(court !== null && called_at !== null && { court, called_at: called_at.toISOString() }),
    ...(game !== null && points !== null && status === 'running' && { live: { game, points } }),
    ...(reports > 0 && { report: reports > 1 ? 'disputed' : 'waiting' }),
  };
}

export function presentReport(row: ShownReport): z.input<typeof matchDayApi.matchReport> {
  const { tournament_id: _tournament, ...shown } = row;
  return { ...shown, reported_at: row.reported_at.toISOString(), stands_at: instant(row.stands_at) };
}

/** For the user whom it is about; times become text by themselves. */
export function presentRecord({ first: _first, second: _second, ...record }: RecordRow): Record<string, unknown> {
  return record;
}

/** Those that are the same in an answer. */
function matchFields<Row extends Pick<MatchRow, 'next_side' | 'number' | 'draw_id'>>(
  row: Row,
): Omit<Row, 'next_side' | 'number' | 'draw_id'> {
  const { next_side: _side, number: _number, draw_id: _draw, ...shown } = row;
  return shown;
}

export function presentPlanned(row: PlannedRow): scheduleApi.PlannedMatch {
  return {
    ...row,
    starts_at: row.starts_at.toISOString(),
    ends_at: row.ends_at.toISOString(),
    started_at: instant(row.started_at),
    finished_at: instant(row.finished_at),
  };
}

export function presentSeason({ starts_at, ends_at, ...row }: SeasonRow): seasonsApi.Season {
  return { ...row, starts_at: starts_at.toISOString(), ends_at: ends_at.toISOString() };
}

export function presentLogEntry(row: LogRow): tournamentLogApi.LogEntry {
  return { ...row, at: row.at.toISOString() };
}

export function presentStaff(row: StaffRow): {
  user_id: number;
  name: string;
  role: tournamentsApi.StaffRole;
  courts: string[] | null;
  granted_by: number | null;
  created_at: string;
} {
  return { ...row, created_at: row.created_at.toISOString() };
}

export function presentTemplate<Row extends TemplateSummary | TemplateRow>(
  row: Row,
): Omit<Row, 'created_at'> & { created_at: string } {
  return { ...row, created_at: row.created_at.toISOString() };
}
