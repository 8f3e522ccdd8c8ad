import type { Game } from '../standings/game.js';

/** A player line (001) of a tournament report. */
export interface TrfPlayer {
  /** Starting number, from 1: the order of the seeds. */
  number: number;
  /** At most 33 characters; longer names are cut when written. */
  name: string;
  sex: string;
  title: string;
  rating: number | null;
  federation: string;
  fideId: string;
  /** As in the file, usually `YYYY/MM/DD`. */
  birthDate: string;
  points: number;
  rank: number | null;
}

/**
 * A Swiss tournament as exchanged with pairing programs: FIDE's Tournament Report File of 2016 and the XX lines that
 * JaVaFo and bbpPairings add. Games name players by their starting numbers; white is the first side. An unrated game
 * (W, D, L) becomes a played one.
 */
export interface TrfTournament {
  name: string;
  /** XXR; null when the file does not say. */
  rounds: number | null;
  players: TrfPlayer[];
  games: Game[];
  /** Every other line, e.g. `022 Berlin`, kept as it is. */
  otherLines: string[];
}

/** Columns of a player line, from 1, both ends included. */
export const trfColumns = {
  number: [5, 8],
  sex: [10, 10],
  title: [11, 13],
  name: [15, 47],
  rating: [49, 52],
  federation: [54, 56],
  fideId: [58, 68],
  birthDate: [70, 79],
  points: [81, 84],
  rank: [86, 89],
} as const satisfies Record<keyof TrfPlayer, readonly [number, number]>;

/** Where the first round begins, and how wide a round is: opponent (4), blank, side, blank, result, 2 blanks. */
export const firstRound = 92;
export const roundWidth = 10;

/** Most players that four digits can number. */
export const mostPlayers = 9999;
