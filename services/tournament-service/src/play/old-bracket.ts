import type { Transaction } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import {
  begin,
  execute,
  getAt,
  isCompleted,
  itemsOf,
  statusOf,
  type State,
  type TournamentEvent,
} from '@gym/tournament-engine';
import { setDrawn } from '../store/categories.js';
import { appendDrawEvents } from '../store/draw-events.js';
import { insertRecords } from '../store/draw-records.js';
import { insertDraw, updateDraw, type DrawRow } from '../store/draws.js';
import { listOldMatches, type MatchRow } from '../store/matches.js';
import { listDrawn } from '../store/seeds.js';
import { replaceRanks } from '../store/ranks.js';
import type { TournamentRow } from '../store/tournaments.js';
import { putMatches } from '../store/write-matches.js';
import { formatOf } from './format.js';
import { stagesOf } from '../domain/plan.js';
import { participantAt } from './match-columns.js';
import { ranksOf } from './ranks.js';
import { opened } from './states.js';

/**
 * Brackets that were drawn or imported before there were draws become one when something is done to them: the engine
 * draws the same seeds and hears the same results. Ids of matches and what people wrote about results stay.
 * @returns undefined when there is no such bracket
 * @throws AppError 409 when its results are none that a bracket of these seeds can have
 */
export async function convertOldBracket(
  tx: Transaction,
  tournament: TournamentRow,
  categoryId: number | null,
): Promise<DrawRow | undefined> {
  const matches = await listOldMatches(tx, tournament.id, categoryId);
  if (matches.length === 0) return undefined;
  const seeds = (await listDrawn(tx, tournament.id, categoryId)).map(({ id }) => id);
  const { state, events } = replayed(tournament, seeds, matches);
  const draw = await insertDraw(tx, { tournament_id: tournament.id, category_id: categoryId }, state);
  const written = matches.map(({ score }, number) => ({ number, score }));
  await putMatches(tx, draw, state, written, new Map(matches.map(({ id }, number) => [number, id])));
  await insertRecords(tx, draw.id, state);
  const entries = events.map((event) => ({ event, texts: [], seq: tournament.version }));
  await appendDrawEvents(tx, draw.id, entries);
  if (categoryId !== null) await setDrawn(tx, categoryId);
  const after = opened(draw, state);
  if (isCompleted(state)) {
    await updateDraw(tx, draw.id, { head: state.head, isCompleted: true, plan: undefined });
    await replaceRanks(tx, draw, ranksOf(after.state));
  }
  return after.row;
}

/** The engine's state of an old bracket. */
function replayed(
  tournament: TournamentRow,
  seeds: number[],
  matches: readonly MatchRow[],
): { state: State; events: TournamentEvent[] } {
  if (tournament.tournament_type !== 'single_elimination') throw notContinued(tournament);
  try {
    const first = begin({ entrants: seeds, stages: stagesOf(formatOf(tournament), { seeds }) });
    const events = [...first.events];
    let { state } = first;
    if (state.matches.size !== matches.length) throw notContinued(tournament);
    for (const { id: number } of itemsOf(state.matches)) {
      const old = matches[number];
      const match = getAt(state.matches, number);
      const sides = [participantAt(state, match.sides[0]), participantAt(state, match.sides[1])];
      if (old?.participant1_id !== sides[0] || old?.participant2_id !== sides[1]) throw notContinued(tournament);
      if (statusOf(match) === 'bye' || old?.winner_id === null || old === undefined) continue;
      const winner = old.winner_id === sides[0] ? 0 : 1;
      const done = execute(state, { type: 'report', match: number, winner });
      state = done.state;
      events.push(...done.events);
    }
    return { state, events };
  } catch (error) {
    throw notContinued(tournament, error);
  }
}

function notContinued({ id }: TournamentRow, cause?: unknown): Error {
  return Object.assign(
    conflict(`The bracket of tournament ${id} is none that can be played on: it can only be looked at.`, 'old-bracket'),
    { cause },
  );
}
