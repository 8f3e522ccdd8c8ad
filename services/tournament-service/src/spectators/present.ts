import type { playApi, publicApi } from '@gym/contracts';
import type { z } from 'zod';
import { presentMatch, presentTournament } from '../presenters.js';
import type { CategoryRow } from '../store/categories.js';
import type { Details } from '../store/details.js';
import type { MatchRow } from '../store/matches.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

/** The only way from a row to what everybody may see: fields are named one by one, so that a new one stays inside. */
export function publicTournament(row: TournamentRow): publicApi.PublicTournament {
  const { id, slug, name, start_date, tournament_type, status, phase, ...rest } = presentTournament(row);
  const { max_participants, participant_count, version, registration_opens_at, registration_closes_at } = rest;
  const { check_in_opens_at, check_in_closes_at } = rest;
  return {
    ...{ id, slug, name, start_date, tournament_type, status, phase, max_participants, participant_count, version },
    ...{ registration_opens_at, registration_closes_at, check_in_opens_at, check_in_closes_at },
  };
}

export function publicDetail(
  row: TournamentRow,
  { description, rules, venue, prizes }: Details,
  categories: CategoryRow[],
): z.input<typeof publicApi.publicTournamentDetail> {
  const shown = categories.map(({ id, name, max_participants, participant_count, is_drawn }) => {
    return { id, name, max_participants, participant_count, is_drawn };
  });
  return { ...publicTournament(row), description, rules, venue, prizes, categories: shown };
}

type Person = Pick<ParticipantRow, 'id' | 'name' | 'seed' | 'category_id'>;

export function publicPerson({ id, name, seed, category_id }: Person): publicApi.PublicParticipant {
  return { id, name, seed, category_id };
}

export function publicMatch(row: MatchRow): publicApi.PublicMatch {
  const { tournament_id: _tournament, ...shown } = presentMatch(row);
  return { ...shown, participant1_id: row.participant1_id, participant2_id: row.participant2_id };
}

type Table = z.input<typeof playApi.standingsTable>;

export function publicTable(table: Table): z.input<typeof publicApi.publicTable> {
  const withName = <Row extends { participant: Person }>(row: Row) => ({
    ...row,
    participant: publicPerson(row.participant),
  });
  return { ...table, rows: table.rows.map(withName), board: table.board.map(withName) };
}
