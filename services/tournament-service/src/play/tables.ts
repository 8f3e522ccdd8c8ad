import type { playApi } from '@gym/contracts';
import {
  boardOf,
  explainPlace,
  getAt,
  itemsOf,
  standingsOf,
  type BoardRow,
  type StagePlan,
  type StandingsRow,
  type State,
  type Table,
} from '@gym/tournament-engine';
import { standingsPresets } from '@gym/tournament-engine';
import type { z } from 'zod';
import { presentParticipant } from '../presenters.js';
import type { ParticipantRow } from '../store/participants.js';
import { participantOf } from './match-columns.js';

type TableView = z.input<typeof playApi.standingsTable>;
type People = ReadonlyMap<number, ParticipantRow>;

/** Which rows are wanted: from the one after `after` on, of all tables or of one. */
export interface TablePage {
  table: number | undefined;
  after: number;
  limit: number;
}

/** Tables as they stand, for people. Worked out of the state: with tie-breaks one result can move every row. */
export function tablesOf(state: State, people: People, page: TablePage): TableView[] {
  return wantedTables(state, page).map((table) => tableView(state, table, people, page));
}

/** The participants who are named on a page of the tables. */
export function peopleInTables(state: State, page: TablePage): number[] {
  const entrants = new Set<number | string>();
  const note = (entrant: number | string): string => {
    entrants.add(entrant);
    return '';
  };
  for (const table of wantedTables(state, page)) {
    const { rows, board } = onPage(rowsOf(state, table), page);
    for (const { entrant } of board) note(entrant);
    for (const row of rows) {
      note(row.entrant);
      explainPlace(row, note);
    }
  }
  return [...entrants].map((entrant) => participantOf(state, Number(entrant)));
}

function wantedTables(state: State, { table: wanted }: TablePage): Table[] {
  return [...itemsOf(state.tables)].filter(({ id }) => wanted === undefined || id === wanted);
}

interface Rows {
  rows: StandingsRow[];
  board: BoardRow[];
}

/** States never change, so that what was worked out of one of them stays true. */
const worked = new WeakMap<State, Map<number, Rows>>();

function rowsOf(state: State, table: Table): Rows {
  const known = worked.get(state) ?? new Map<number, Rows>();
  worked.set(state, known);
  const found = known.get(table.id);
  if (found !== undefined) return found;
  const isBoard = getAt(state.stages, table.stage).plan.format === 'leaderboard';
  const rows = {
    rows: isBoard ? [] : inOrder(standingsOf(state, table.id), table),
    board: isBoard ? inOrder(boardOf(state, table.id), table) : [],
  };
  known.set(table.id, rows);
  return rows;
}

function onPage({ rows, board }: Rows, { after, limit }: TablePage): Rows {
  return { rows: rows.slice(after, after + limit), board: board.slice(after, after + limit) };
}

function tableView(state: State, table: Table, people: People, page: TablePage): TableView {
  const { plan } = getAt(state.stages, table.stage);
  const all = rowsOf(state, table);
  const { rows, board } = onPage(all, page);
  return {
    table: table.id,
    stage: table.stage,
    kind: plan.format === 'leaderboard' ? 'leaderboard' : table.kind,
    group: table.number,
    division: table.division,
    is_over: table.order !== null || table.open === 0,
    total: all.rows.length + all.board.length,
    rules: rulesOf(plan),
    rows: rows.map((row) => tableRow(state, row, people)),
    board: board.map((row) => boardRow(state, row, people)),
  };
}

/** Lots that were drawn by hand decide the order, where the standings share a rank. */
function inOrder<Row extends StandingsRow | BoardRow>(rows: Row[], { order }: Table): Row[] {
  if (order === null) return rows;
  const place = new Map(order.map((entrant, index) => [entrant, index]));
  const at = ({ entrant }: Row): number => place.get(Number(entrant)) ?? Infinity;
  return rows.toSorted((a, b) => at(a) - at(b) || a.rank - b.rank);
}

function rulesOf(plan: StagePlan): string[] {
  if (plan.format === 'leaderboard') return [`by ${plan.scoring.by}`];
  if (plan.format !== 'round-robin' && plan.format !== 'swiss') return [];
  const { standings = plan.format === 'swiss' ? 'chess' : 'simple', lotSeed } = plan;
  const { chain } = typeof standings === 'string' ? standingsPresets[standings] : standings;
  return lotSeed === undefined ? chain : [...chain, 'lot'];
}

function personOf(state: State, entrant: number | string, people: People): ParticipantRow {
  const id = participantOf(state, Number(entrant));
  const row = people.get(id);
  if (row === undefined) throw new Error(`participant ${id} of a draw is gone`);
  return row;
}

function tableRow(state: State, row: StandingsRow, people: People): TableView['rows'][number] {
  const nameOf = (entrant: number | string): string => personOf(state, entrant, people).name;
  const [scored, conceded] = row.score;
  const { rank, points, wins, draws, losses } = row;
  return {
    rank,
    participant: presentParticipant(personOf(state, row.entrant, people)),
    points,
    played: row.matches,
    wins,
    draws,
    losses,
    scored,
    conceded,
    tie_breaks: row.values,
    explanation: explainPlace(row, nameOf),
  };
}

function boardRow(state: State, row: BoardRow, people: People): TableView['board'][number] {
  const { rank, points, withdrawn, unofficial } = row;
  return {
    rank,
    participant: presentParticipant(personOf(state, row.entrant, people)),
    points,
    withdrawn,
    unofficial,
    results: row.results.map(({ workout, place, points: won, performance }) => ({
      workout,
      place,
      points: won,
      status: performance?.status ?? null,
      value: performance?.value ?? null,
      tie_break: performance?.tieBreak ?? null,
      unofficial: performance?.unofficial ?? false,
    })),
  };
}
