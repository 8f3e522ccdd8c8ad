import type { Feed, Match, Occupant } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import type { Score } from '../model/score.js';
import type { Stage, Table } from '../model/stage.js';
import { bestOfRound } from './best-of.js';
import { BracketBuilder } from './bracket-builder.js';
import { customBracket } from './custom.js';
import { doubleElimination } from './double-elimination.js';
import { groupOfFixtures, roundsOf } from './fixtures.js';
import { newScores } from './new-scores.js';
import type { PairingRound } from './pairing-table.js';
import { firstRound, qualifiers } from './qualifiers.js';
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
  /** Places whose holders in the different tables are compared for the next stage. */
  compared: readonly number[];
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
      singleElimination(builder, firstRound(plan, field, input.before?.tables ?? []), plan);
      break;
    case 'double-elimination':
      doubleElimination(builder, firstRound(plan, field, input.before?.tables ?? []), plan);
      break;
    case 'stepladder':
      stepladder(builder, field, plan);
      break;
    case 'custom':
      customBracket(builder, field, plan);
      break;
    case 'round-robin':
      for (const { members, rounds } of groupsOf(field, plan)) {
        const table = newTable(input, firstTable + tables.length, tables.length + 1, members);
        const first = firstMatch + builder.matches.length;
        playEverybody(builder, table.id, rounds, plan.bestOf);
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
  const groups = [...tables];
  for (const [at, place] of input.compared.entries()) tables.push(comparedTable(input, groups, at, place));
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
function comparedTable(input: StageInput, groups: readonly Table[], at: number, place: number): Table {
  const members = groups.map(({ id }): Feed => ({ from: 'place', table: id, place }));
  const number = groups.length + at + 1;
  return { ...newTable(input, input.firstTable + number - 1, number, members), kind: 'best' };
}

function groupsOf(
  field: readonly Feed[],
  { fixtures, groups = 1, meetings = 1 }: Extract<StagePlan, { format: 'round-robin' }>,
): { members: Feed[]; rounds: PairingRound[] }[] {
  if (fixtures === undefined) {
    return dealSnake(field, groups).map((members) => ({ members, rounds: roundsOf(members.length, meetings) }));
  }
  return fixtures.map(groupOfFixtures).map(({ members, rounds }) => ({
    members: members.map((number): Feed => field[number - 1] ?? { from: 'bye' }),
    rounds,
  }));
}

function playEverybody(
  builder: BracketBuilder,
  table: number,
  rounds: readonly PairingRound[],
  bestOf: number | readonly number[] | undefined,
): void {
  for (const [at, pairs] of rounds.entries()) {
    const common = { section: 'group', round: at + 1, bestOf: bestOfRound(bestOf, at + 1), table } as const;
    for (const [index, pair] of pairs.entries()) {
      const [home, away] = pair.map((number): Feed => ({ from: 'member', table, member: number - 1 }));
      if (home !== undefined && away !== undefined) builder.add(common, index + 1, [home, away]);
    }
  }
}
