import type { Transaction } from '@gym/service-kit';
import { badRequest } from '@gym/service-kit/errors';
import {
  begin,
  execute,
  itemsOf,
  statusOf,
  type StagePlan,
  type State,
  type TournamentEvent,
} from '@gym/tournament-engine';
import { stagesOf } from '../domain/plan.js';
import { appendDrawEvents } from '../store/draw-events.js';
import { insertRecords } from '../store/draw-records.js';
import { insertDraw } from '../store/draws.js';
import { divisionsOf } from '../store/seeds.js';
import type { TournamentRow } from '../store/tournaments.js';
import { putMatches } from '../store/write-matches.js';
import { formatOf } from './format.js';
import { engine } from './refusals.js';
import { opened, type OpenDraw } from './states.js';

/** A draw with more could not be shown or stored in a sensible time. */
const maxMatches = 20_000;
/** Ten thousand people do fifty workouts. */
const scoresPerMatch = 25;

/**
 * Draws a tournament that is locked, or one of its categories; of Swiss rounds the first.
 * @param seeds participant ids, the top seed first
 * @param seq the number of the entry of the log that belongs to it
 * @throws AppError 400 when the format cannot be played by so many
 */
export async function drawBracket(
  tx: Transaction,
  tournament: TournamentRow,
  { categoryId, seeds, seq }: { categoryId: number | null; seeds: number[]; seq: number },
): Promise<OpenDraw> {
  const format = formatOf(tournament);
  const key = format.tournament_type === 'leaderboard' ? format.division_question : undefined;
  const divisions = key === undefined ? undefined : await divisionsOf(tx, tournament.id, seeds, key);
  const stages = stagesOf(format, { seeds, ...(divisions !== undefined && { divisions }) });
  const { state, events } = drawn(seeds, stages);
  const row = await insertDraw(tx, { tournament_id: tournament.id, category_id: categoryId }, state);
  const written = [...itemsOf(state.matches)].map(({ id }) => ({ number: id, score: null }));
  await putMatches(tx, row, state, written, new Map());
  await insertRecords(tx, row.id, state);
  const entries = events.map((event) => ({ event, texts: [], seq }));
  await appendDrawEvents(tx, row.id, entries);
  return opened(row, state);
}

function drawn(seeds: number[], stages: StagePlan[]): { state: State; events: TournamentEvent[] } {
  if (isTooLarge(stages, seeds.length)) {
    throw badRequest(`That would be more than ${maxMatches} matches.`, 'too-many-matches');
  }
  return engine(() => {
    const first = begin({ entrants: seeds, stages });
    if (stages[0]?.format !== 'swiss') return first;
    const round = execute(first.state, { type: 'next-round', stage: 0 });
    return { state: round.state, events: [...first.events, ...round.events] };
  });
}

/** Beyond what can be shown and stored in a sensible time. @param entrants at most, in every stage */
export function isTooLarge(stages: readonly StagePlan[], entrants: number): boolean {
  return stages.some((stage) => sizeOf(stage, entrants) > maxMatches);
}

/** Matches of a stage in which everybody meets; all others have not many more than entrants. */
function sizeOf(stage: StagePlan, entrants: number): number {
  if (stage.format === 'custom') return stage.bracket.length;
  if (stage.format === 'leaderboard') return stage.workouts.length * (entrants / scoresPerMatch);
  if (stage.format !== 'round-robin') return 0;
  const size = entrants / (stage.groups ?? 1);
  return ((stage.meetings ?? 1) * entrants * (size - 1)) / 2;
}

/** For people: the rounds of a bracket, those of all stages together. */
export function roundsOf(state: State): number {
  const rounds = new Map<number, number>();
  for (const match of itemsOf(state.matches)) {
    rounds.set(match.stage, Math.max(rounds.get(match.stage) ?? 0, match.round));
  }
  for (const { id, plan } of itemsOf(state.stages)) if (plan.format === 'swiss') rounds.set(id, plan.rounds);
  return [...rounds.values()].reduce((sum, count) => sum + count, 0);
}

/** Matches that may have to be played, and byes. */
export function shownMatches(state: State): number {
  let count = 0;
  for (const match of itemsOf(state.matches)) if (statusOf(match) !== 'void') count++;
  return count;
}
