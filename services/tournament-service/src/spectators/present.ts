import { publicApi, type playApi } from '@gym/contracts';
import type { z } from 'zod';
import { aroundMatch, presentMatch, presentTournament } from '../presenters.js';
import type { CategoryRow } from '../store/categories.js';
import type { Details } from '../store/details.js';
import type { MatchDay } from '../store/match-day.js';
import type { MatchRow } from '../store/matches.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

/** The only way from a row to what everybody may see: the schema names the fields, so that a new one stays inside. */
export function publicTournament(row: TournamentRow): publicApi.PublicTournament {
  return publicApi.publicTournament.parse(presentTournament(row));
}

export function publicDetail(
  row: TournamentRow,
  details: Details,
  categories: CategoryRow[],
): z.infer<typeof publicApi.publicTournamentDetail> {
  return publicApi.publicTournamentDetail.parse({ ...presentTournament(row), ...details, categories });
}

type Person = Pick<ParticipantRow, 'id' | 'name' | 'seed' | 'category_id'>;

export function publicPerson({ id, name, seed, category_id }: Person): publicApi.PublicParticipant {
  return { id, name, seed, category_id };
}

/** What sides report is between them and staff. */
export function publicMatch(row: MatchRow, day: MatchDay): publicApi.PublicMatch {
  const { tournament_id: _tournament, ...shown } = presentMatch(row);
  const { report: _report, ...around } = aroundMatch(row, day.get(row.id));
  return { ...shown, ...around, participant1_id: row.participant1_id, participant2_id: row.participant2_id };
}

type Table = z.input<typeof playApi.standingsTable>;

export function publicTable(table: Table): z.input<typeof publicApi.publicTable> {
  const withName = <Row extends { participant: Person }>(row: Row) => ({
    ...row,
    participant: publicPerson(row.participant),
  });
  return { ...table, rows: table.rows.map(withName), board: table.board.map(withName) };
}
