import type { playApi } from '@gym/contracts';
import { badRequest, notFound } from '@gym/service-kit/errors';
import { getAt, itemsOf, type ChangingCommand, type Occupant, type Side, type State } from '@gym/tournament-engine';
import type { MatchRow } from '../store/matches.js';
import { participantAt } from './match-columns.js';

type Given = playApi.PlayCommand;
type Backward = Extract<Given, { type: 'undo' | 'redo' }>;
/** Undoing needs an event, which is read elsewhere. */
export type Forward = Exclude<Given, Backward>;
type OfMatch = Extract<Given, { match_id: number }>;

export function isBackward(command: Given): command is Backward {
  return command.type === 'undo' || command.type === 'redo';
}

export function isOfMatch(command: Given): command is OfMatch {
  return 'match_id' in command;
}

/**
 * A command in the words of the engine: numbers of matches, entrants and sides instead of ids.
 * @param match whose id the command names
 * @throws AppError 400 for a winner who is not in the match, 404 for somebody who is not in the draw
 */
export function translated(state: State, command: Forward, match: MatchRow | undefined): ChangingCommand {
  switch (command.type) {
    case 'start':
    case 'no-show':
    case 'clear':
      return { type: command.type, match: numberOf(match) };
    case 'report':
      return reportOf(state, command, numberOf(match));
    case 'walkover': {
      const number = numberOf(match);
      return { type: 'walkover', match: number, winner: sideOf(state, number, command.winner_id), why: command.why };
    }
    case 'score':
    case 'clear-score':
      return scoreOf(state, command);
    case 'withdraw':
    case 'disqualify':
      return { type: command.type, entrant: entrantOf(state, command.participant_id), earlier: command.earlier };
    case 'reinstate':
      return { type: 'reinstate', entrant: entrantOf(state, command.participant_id) };
    case 'next-round':
      return { type: 'next-round', stage: swissStage(state) };
    case 'draw-lots':
      return { type: 'draw-lots', table: command.table, order: entrantsOf(state, command.order) };
    case 'lock-seeds':
    case 'unlock-seeds':
      return { type: command.type, entrants: entrantsOf(state, command.participants) };
    case 'seed':
    default:
      return { type: 'seed', order: entrantsOf(state, command.order) };
  }
}

function numberOf(match: MatchRow | undefined): number {
  if (match?.number == null) throw new Error('a match of no draw');
  return match.number;
}

function reportOf(
  state: State,
  { winner_id, draw, points, games }: Extract<Given, { type: 'report' }>,
  match: number,
): ChangingCommand {
  const winner =
    draw === true ? ('draw' as const) : winner_id === undefined ? undefined : sideOf(state, match, winner_id);
  return {
    type: 'report',
    match,
    ...(winner !== undefined && { winner }),
    ...(points !== undefined && { score: points }),
    ...(games !== undefined && { games }),
  };
}

/** What is wrong with the match itself is the better answer, and the engine's to give. */
function sideOf(state: State, match: number, participantId: number): Side {
  const { sides } = getAt(state.matches, match);
  const ids = sides.map((occupant: Occupant) => participantAt(state, occupant));
  const side = ids.indexOf(participantId);
  if (side === -1 && !ids.includes(null)) {
    throw badRequest('The winner is not in this match.', 'winner-not-in-match');
  }
  return side === 1 ? 1 : 0;
}

function scoreOf(state: State, command: Extract<Given, { type: 'score' | 'clear-score' }>): ChangingCommand {
  const { stage, workout } = command;
  const common = { stage, workout, entrant: entrantOf(state, command.participant_id) };
  if (command.type === 'clear-score') return { type: 'clear-score', ...common };
  const { status, value, tie_break, unofficial } = command;
  return {
    type: 'score',
    ...common,
    status,
    ...(value !== undefined && { value }),
    ...(tie_break !== undefined && { tieBreak: tie_break }),
    ...(unofficial !== undefined && { unofficial }),
  };
}

/** The one that can go on, or the first. @throws AppError 400 when there is none */
function swissStage(state: State): number {
  const stages = [...itemsOf(state.stages)].filter(({ plan }) => plan.format === 'swiss');
  const stage = stages.find(({ open }) => open > 0) ?? stages[0];
  if (stage === undefined) throw badRequest('Only Swiss tournaments are drawn round by round.', 'no-rounds-to-draw');
  return stage.id;
}

/** @throws AppError 404 */
export function entrantOf(state: State, participantId: number): number {
  const [number] = entrantsOf(state, [participantId]);
  if (number === undefined) throw new Error('an entrant got lost');
  return number;
}

function entrantsOf(state: State, participantIds: readonly number[]): number[] {
  const numbers = new Map([...itemsOf(state.entrants)].map(({ id, number }) => [id, number]));
  return participantIds.map((id) => {
    const number = numbers.get(id);
    if (number === undefined) throw notFound(`Participant ${id} is not in this draw.`, 'not-in-draw');
    return number;
  });
}
