import type { playApi } from '@gym/contracts';
import { together, type Transaction } from '@gym/service-kit';
import { participantOf } from '../entries/find.js';
import { logged, type LogDraft } from '../log.js';
import { listDraws } from '../store/draws.js';
import type { MatchRow } from '../store/matches.js';
import type { TournamentRow } from '../store/tournaments.js';
import { executeCommand, type Execution, type Played } from './execute.js';
import { drawOfCategory, drawOfMatch, requirePlaying } from './find-draw.js';
import { matchById } from './find-match.js';
import { takingBack } from './history.js';
import { openDraw, type DrawStates, type OpenDraw } from './states.js';
import { isBackward, isOfMatch, translated } from './translate.js';

export interface Request {
  command: playApi.PlayCommand;
  /** A decided match is meant to change. */
  correct?: boolean;
  /** Takes away later results that depend on it. */
  force?: boolean;
  reason?: string | undefined;
}

/** Where a command belongs. */
export interface Located {
  draw: OpenDraw;
  /** The match it names. */
  match: MatchRow | undefined;
}

/** @throws AppError 404, 409 when the tournament is not being played */
export async function locate(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  command: playApi.PlayCommand,
): Promise<Located> {
  requirePlaying(tournament);
  if (isOfMatch(command)) return locateMatch(tx, states, tournament, command.match_id);
  let category = 'category_id' in command ? command.category_id : undefined;
  if ('participant_id' in command) {
    const { category_id } = await participantOf(tx, tournament.id, command.participant_id);
    category = category_id ?? undefined;
  }
  const draw = await openDraw(tx, states, await drawOfCategory(tx, tournament, category));
  return { draw, match: undefined };
}

async function locateMatch(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  id: number,
): Promise<Located> {
  const [found, draws] = await together(matchById(tx, tournament.id, id), listDraws(tx, tournament.id));
  const row = await drawOfMatch(tx, tournament, found, draws);
  // A bracket of before there were draws has just got its numbers.
  const match = found.draw_id === null ? await matchById(tx, tournament.id, id) : found;
  return { draw: await openDraw(tx, states, row), match };
}

/** What the engine is asked for. */
export async function asked(
  tx: Transaction,
  { draw, match }: Located,
  { command, correct = false, force = false }: Request,
): Promise<Pick<Execution, 'command' | 'texts'>> {
  if (isBackward(command)) return takingBack(tx, draw, command.type);
  const options = { ...(correct && { correct }), ...(force && { force }) };
  const text = command.type === 'report' ? command.score : undefined;
  return {
    command: { ...translated(draw.state, command, match), ...options },
    texts: (number) => (text !== undefined && number === match?.number ? { text } : undefined),
  };
}

/**
 * Does what somebody asks for in a tournament that is locked, in the words of the platform.
 * @returns what the caller passes on in its `Change`: events, log and the draw
 */
export async function perform(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  request: Request,
): Promise<Played & { log: LogDraft[] }> {
  const located = await locate(tx, states, tournament, request.command);
  const reason = request.reason ?? null;
  const played = await executeCommand(tx, tournament, located.draw, { ...(await asked(tx, located, request)), reason });
  return { ...played, log: played.isChanged ? [logOf(played, request)] : [] };
}

export function logOf({ draw, changes, reset }: Played, { command, reason }: Request): LogDraft {
  const matches = changes.flatMap(({ before, after }) => (after ?? before)?.id ?? []);
  const participants = 'participant_id' in command ? [command.participant_id] : undefined;
  const payload = {
    draw_id: draw.row.id,
    version: draw.row.version,
    command,
    reset: reset.map((match) => match.id),
  };
  return logged('draw.played', payload, { matches, ...(participants && { participants }), reason });
}
