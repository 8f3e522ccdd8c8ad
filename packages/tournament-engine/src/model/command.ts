import type { EntrantId } from '../standings/game.js';
import type { EntrantNumber, Side, WalkoverReason } from './match.js';
import type { TournamentEvent } from './event.js';
import type { Mark } from './score.js';

/** A result by play. One of `winner`, `score` and `games` is enough; what is given must agree. */
export interface ReportedResult {
  winner?: Side | 'draw';
  score?: [number, number];
  /** Points game by game; the match goes on while they decide nothing. */
  games?: [number, number][];
}

/** What becomes of a match. */
export type MatchCommand =
  /** It has begun, so that nobody can take a side of it away without saying so. */
  | { type: 'start'; match: number }
  | ({ type: 'report'; match: number } & ReportedResult)
  /** One side wins without play, or because the other gave up. */
  | { type: 'walkover'; match: number; winner: Side; why?: WalkoverReason }
  /** Neither side came. */
  | { type: 'no-show'; match: number }
  /** Takes the result away. */
  | { type: 'clear'; match: number };

/** What becomes of a score of a leaderboard; the workout by its id. */
export type ScoreCommand =
  | ({ type: 'score'; stage: number; entrant: EntrantNumber; workout: string } & Mark)
  /** Takes it away. */
  | { type: 'clear-score'; stage: number; entrant: EntrantNumber; workout: string };

/** What becomes of an entrant. */
export type EntrantCommand =
  | {
      /** Loses every match that is not decided. */
      type: 'withdraw' | 'disqualify';
      entrant: EntrantNumber;
      /** `annul` takes results in tables away from both sides; `keep` when missing. */
      earlier?: 'keep' | 'annul';
    }
  /** Is back. */
  | { type: 'reinstate'; entrant: EntrantNumber }
  /** Somebody else takes over, before the entrant's first match. */
  | { type: 'substitute'; entrant: EntrantNumber; id: EntrantId }
  /** Late: takes a bye, joins the next Swiss round or a leaderboard, or any format before the first result. */
  | { type: 'enter'; id: EntrantId };

/** Who is seeded where, before the first result. */
export type SeedCommand =
  | { type: 'lock-seeds' | 'unlock-seeds'; entrants: EntrantNumber[] }
  /** The numbers of all entrants, in their new order. */
  | { type: 'seed'; order: EntrantNumber[] };

/** What becomes of a table. */
export type TableCommand =
  /** Draws the next Swiss round. */
  | { type: 'next-round'; stage: number }
  /** Who is first among those whom no tie-break parts. */
  | { type: 'draw-lots'; table: number; order: EntrantNumber[] };

/** The last event that has not been undone, or the last undoing; `State.head` has its version. */
export type HistoryCommand = { type: 'undo'; event: TournamentEvent } | { type: 'redo'; event: TournamentEvent };

/** May come with every command. */
export interface CommandOptions {
  /** Takes away the results of later matches that depend on what changes. */
  force?: boolean;
  /** A decided match is meant to change; otherwise that is refused, so that two reports at once cannot both count. */
  correct?: boolean;
  /** Kept with the event, for people to read. */
  by?: string;
  reason?: string;
  /** Epoch milliseconds. */
  at?: number;
}

/** What an event can hold. */
export type ChangingCommand = (MatchCommand | ScoreCommand | EntrantCommand | SeedCommand | TableCommand) &
  CommandOptions;

export type Command = ChangingCommand | (HistoryCommand & CommandOptions);
