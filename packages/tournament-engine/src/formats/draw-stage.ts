import type { Feed, Match, Occupant } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import type { Score } from '../model/score.js';
import type { Stage, Table } from '../model/stage.js';
import { bestOfRound } from './best-of.js';
import { BracketBuilder } from './bracket-builder.js';
import { crossPairing } from './cross-pairing.js';
import { customBracket } from './custom.js';
import { doubleElimination } from './double-elimination.js';
import { newScores } from './new-scores.js';
import { doublePairingTable, pairingTable } from './pairing-table.js';
import { seedOrder } from './seed-order.js';
import { singleElimination } from './single-elimination.js';
import { dealSnake } from './snake.js';
import { stepladder } from './stepladder.js';

export interface DrawnStage {
  stage: Stage;
  tables: Table[];
  matches: Match[];
  scores: Score[];
}

export interface StageInput {
  id: number;
  plan: StagePlan;
  /** All entrants for the first stage; later ones take theirs from the tables of the stage before. */
  entrants: readonly Feed[];
  before: Pick<DrawnStage, 'tables'> | undefined;
  /** How many of the same place in different tables go on to the next stage (`Qualification`). */
  bestOf: { place: number } | undefined;
  firstMatch: number;
  firstTable: number;
  firstScore: number;
}

/** A stage whose matches have feeds, but nobody at their sides yet. */
export function drawStage(input: StageInput): DrawnStage {
  const { id, plan, firstMatch, firstTable } = input;
  const builder = new BracketBuilder(id, firstMatch);
  const tables: Table[] = [];
  const scores: Score[] = [];
  const field = input.before === undefined ? [...input.entrants] : qualifiers(plan, input.before.tables);
  switch (plan.format) {
    case 'single-elimination':
      singleElimination(builder, firstRound(input, field), plan);
      break;
    case 'double-elimination':
      doubleElimination(builder, firstRound(input, field), plan);
      break;
    case 'stepladder':
      stepladder(builder, field, plan);
      break;
    case 'custom':
      customBracket(builder, field, plan);
      break;
    case 'round-robin':
      for (const members of dealSnake(field, plan.groups ?? 1)) {
        const table = newTable(input, firstTable + tables.length, tables.length + 1, members);
        const first = firstMatch + builder.matches.length;
        playEverybody(builder, table.id, members.length, plan);
        const count = firstMatch + builder.matches.length - first;
        tables.push({ ...table, ranges: [[first, count]], open: count });
      }
      break;
    case 'leaderboard':
      for (const [division, members] of byDivision(field, plan.divisions ?? [])) {
        const table = { ...newTable(input, firstTable + tables.length, tables.length + 1, members), division };
        const first = input.firstScore + scores.length;
        const added = newScores(table, first, { workouts: plan.workouts.length, members: table.members });
        for (const score of added) scores.push(score);
        tables.push({ ...table, scores: [[first, added.length]], open: added.length });
      }
      break;
    case 'swiss':
    default:
      tables.push({ ...newTable(input, firstTable, 1, field), open: plan.rounds });
  }
  if (input.bestOf !== undefined) tables.push(bestTable(input, tables, input.bestOf.place));
  const { matches } = builder;
  const rounds = plan.format === 'swiss' ? plan.rounds : 0;
  const stage: Stage = {
    id,
    plan,
    ranges: matches.length === 0 ? [] : [[firstMatch, matches.length]],
    tables: [firstTable, tables.length],
    open: matches.length + scores.length + tables.length + rounds,
  };
  return { stage, tables, matches, scores };
}

function newTable({ id }: StageInput, table: number, number: number, members: readonly Feed[]): Table {
  return {
    id: table,
    stage: id,
    kind: 'group',
    number,
    members: members.map((feed): Occupant => (feed.from === 'entrant' ? feed.entrant : null)),
    feeds: members,
    division: null,
    ranges: [],
    scores: [],
    open: 0,
    order: null,
    lots: null,
    targets: members.map(() => null),
  };
}

/** In the order in which the divisions first appear. */
function byDivision(field: readonly Feed[], divisions: readonly (string | null)[]): Map<string | null, Feed[]> {
  const members = new Map<string | null, Feed[]>();
  for (const [at, feed] of field.entries()) {
    const division = divisions[at] ?? null;
    const own = members.get(division) ?? [];
    own.push(feed);
    members.set(division, own);
  }
  return members;
}

/** Those who end at the same place of their groups, compared. */
function bestTable(input: StageInput, groups: readonly Table[], place: number): Table {
  const members = groups.map(({ id }): Feed => ({ from: 'place', table: id, place }));
  return { ...newTable(input, input.firstTable + groups.length, groups.length + 1, members), kind: 'best' };
}

/** The first round of a bracket, top to bottom, byes for the best seeds. */
function firstRound({ before, plan }: StageInput, field: readonly Feed[]): Feed[] {
  const nobody: Feed = { from: 'bye' };
  const groups = before?.tables.filter((table) => table.kind === 'group') ?? [];
  const { qualify } = plan;
  if (qualify === undefined || groups.length < 2) {
    return seedOrder(2 ** Math.ceil(Math.log2(field.length))).map((seed) => field[seed - 1] ?? nobody);
  }
  const best = field.slice(groups.length * qualify.top);
  const size = field.length;
  const sides = crossPairing(groups.length, qualify.top, size - groups.length * qualify.top);
  return sides.map((side): Feed => {
    if (side === null) return nobody;
    if (side.group === -1) return best.shift() ?? nobody;
    return { from: 'place', table: groups[side.group]?.id ?? -1, place: side.place + 1 };
  });
}

/** Winners of the tables, then the seconds, and so on; then the best of those after them. */
function qualifiers({ qualify }: StagePlan, tables: readonly Table[]): Feed[] {
  const groups = tables.filter((table) => table.kind === 'group');
  const best = tables.find((table) => table.kind === 'best');
  const places = (count: number): number[] => Array.from({ length: count }, (_place, index) => index + 1);
  return [
    ...places(qualify?.top ?? 0).flatMap((place) =>
      groups.map(({ id }): Feed => ({ from: 'place', table: id, place })),
    ),
    ...(best === undefined
      ? []
      : places(qualify?.best ?? 0).map((place): Feed => ({ from: 'place', table: best.id, place }))),
  ];
}

function playEverybody(
  builder: BracketBuilder,
  table: number,
  count: number,
  { meetings = 1, bestOf }: { meetings?: 1 | 2; bestOf?: number | readonly number[] },
): void {
  const rounds = meetings === 2 ? doublePairingTable(count) : pairingTable(count);
  for (const [at, pairs] of rounds.entries()) {
    const common = { section: 'group', round: at + 1, bestOf: bestOfRound(bestOf, at + 1), table } as const;
    for (const [index, pair] of pairs.entries()) {
      const [home, away] = pair.map((number): Feed => ({ from: 'member', table, member: number - 1 }));
      if (home !== undefined && away !== undefined) builder.add(common, index + 1, [home, away]);
    }
  }
}
