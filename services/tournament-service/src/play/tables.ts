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

/** Tables as they stand, for people. Worked out of the state: with tie-breaks one result can move every row. */
export function tablesOf(state: State, people: People): TableView[] {
  return [...itemsOf(state.tables)].map((table) => tableView(state, table, people));
}

function tableView(state: State, table: Table, people: People): TableView {
  const { plan } = getAt(state.stages, table.stage);
  const isBoard = plan.format === 'leaderboard';
  return {
    table: table.id,
    stage: table.stage,
    kind: isBoard ? 'leaderboard' : table.kind,
    group: table.number,
    division: table.division,
    is_over: table.order !== null || table.open === 0,
    rules: rulesOf(plan),
    rows: isBoard ? [] : inOrder(standingsOf(state, table.id), table).map((row) => tableRow(state, row, people)),
    board: isBoard ? inOrder(boardOf(state, table.id), table).map((row) => boardRow(state, row, people)) : [],
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
