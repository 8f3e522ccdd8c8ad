import { EngineError } from '../errors.js';
import type { EntrantCommand } from '../model/command.js';
import type { EntrantNumber, Match, Side } from '../model/match.js';
import type { Plan } from '../model/plan.js';
import type { Table } from '../model/stage.js';
import type { EntrantId } from '../standings/game.js';
import { itemsOf } from '../model/vector.js';
import { seedOrder } from '../formats/seed-order.js';
import { Draft } from './draft.js';
import type { Effects } from './effects.js';
import { requireNew } from './entrant-commands.js';
import { propagate } from './propagate.js';
import { newScores } from '../formats/new-scores.js';
import { idsIn } from './store.js';
import { isStarted, planOf } from './started.js';

/**
 * Lets somebody in as the last seed: by a new draw before the first result, else into a Swiss stage between rounds, or
 * in place of a bye whose winner has not played on.
 * @throws EngineError `entrant-taken`, `no-place-left`, `already-started`
 */
export function enterLate(draft: Draft, { id }: Extract<EntrantCommand, { type: 'enter' }>): Effects {
  requireNew(draft, id);
  if (!isStarted(draft.state)) return { redraw: withEntrant(planOf(draft.state), id) };
  const { plan } = draft.stage(0);
  const number = draft.entrantCount + 1;
  draft.putEntrant({ number, id, absence: null });
  if (plan.format === 'swiss') return joinTable(draft, number, plan.rounds);
  if (plan.format === 'leaderboard') return joinBoard(draft, number, plan.workouts.length);
  if (plan.format !== 'single-elimination' && plan.format !== 'double-elimination') {
    throw new EngineError('already-started', 'Nobody can enter this format after the first result.');
  }
  const seat = freeSeats(draft).find((candidate) => {
    const attempt = new Draft(draft.state);
    attempt.putEntrant({ number, id, absence: null });
    return propagate(attempt, take(attempt, candidate, number)).matches.length === 0;
  });
  if (seat === undefined) throw new EngineError('no-place-left', 'Every bye is taken, or its winner has played on.');
  return take(draft, seat, number);
}

/** Where sides are given, the last seed takes a bye of somebody. */
function withEntrant({ entrants, stages }: Plan, id: EntrantId): Plan {
  const [first, ...others] = stages;
  const all = [...entrants, id];
  if (first?.format === 'round-robin' && first.fixtures !== undefined) {
    throw new EngineError('no-place-left', 'The fixtures are given, and nobody else is in them.');
  }
  if (first === undefined || !('sides' in first) || first.sides === undefined) return { entrants: all, stages };
  const { sides } = first;
  const seeds = seedOrder(sides.length);
  const [bye] = [...sides.keys()]
    .filter((at) => sides[at] === null)
    .sort((a, b) => Number(sides[a ^ 1] === null) - Number(sides[b ^ 1] === null) || (seeds[a] ?? 0) - (seeds[b] ?? 0));
  if (bye === undefined) throw new EngineError('no-place-left', 'Every side of the first round is taken.');
  return { entrants: all, stages: [{ ...first, sides: sides.with(bye, all.length) }, ...others] };
}

interface FreeSeat {
  match: number;
  side: Side;
}

/** Sides with a bye, the one where the next seed belongs first. */
function freeSeats(draft: Draft): FreeSeat[] {
  const first: Match[] = [];
  for (const match of itemsOf(draft.state.matches)) {
    if (match.stage !== 0 || match.round !== 1 || (match.section !== 'main' && match.section !== 'winners')) break;
    first.push(match);
  }
  const seeds = seedOrder(2 * first.length);
  return first
    .flatMap(({ id, feeds }, index) =>
      ([0, 1] as const).flatMap((side) =>
        feeds[side].from === 'bye' ? [{ match: id, side, seed: seeds[2 * index + side] ?? 0 }] : [],
      ),
    )
    .sort((a, b) => a.seed - b.seed);
}

function take(draft: Draft, { match: id, side }: FreeSeat, entrant: number): Effects {
  const match = draft.match(id);
  const feed = { from: 'entrant', entrant } as const;
  const [feeds, sides]: [Match['feeds'], Match['sides']] =
    side === 0
      ? [
          [feed, match.feeds[1]],
          [entrant, match.sides[1]],
        ]
      : [
          [match.feeds[0], feed],
          [match.sides[0], entrant],
        ];
  draft.putMatch({ ...match, feeds, sides });
  return { matches: [id] };
}

function joinTable(draft: Draft, entrant: number, rounds: number): Effects {
  const [tableId] = idsIn([draft.stage(0).tables]);
  const table = draft.table(tableId ?? 0);
  if (table.ranges.length === rounds) throw new EngineError('no-round-left', 'The last round has been drawn.');
  draft.putTable(withMember(table, entrant));
  return { tables: [table.id] };
}

function withMember(table: Table, entrant: EntrantNumber): Table {
  return {
    ...table,
    members: [...table.members, entrant],
    feeds: [...table.feeds, { from: 'entrant', entrant }],
    targets: [...table.targets, null],
  };
}

/** Late entrants are in no division. */
function joinBoard(draft: Draft, entrant: EntrantNumber, workouts: number): Effects {
  const stage = draft.stage(0);
  const id = [...idsIn([stage.tables])].find((table) => draft.table(table).division === null);
  if (id === undefined) throw new EngineError('no-place-left', 'Everybody competes in a division.');
  const table = draft.table(id);
  const scores = newScores(table, draft.scoreCount, {
    workouts,
    members: [entrant],
    firstMember: table.members.length,
  });
  for (const score of scores) draft.putScore(score);
  const range = [draft.scoreCount - workouts, workouts] as const;
  draft.putTable({ ...withMember(table, entrant), scores: [...table.scores, range], open: table.open + workouts });
  draft.putStage({ ...stage, open: stage.open + workouts });
  return { tables: [id] };
}
