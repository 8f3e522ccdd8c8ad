/** The two places of a match. */
export type Side = 0 | 1;

/** Who comes to a side: a seed, the winner of an earlier match, or nobody ever. */
export type Feed = { from: 'seed'; seed: number } | { from: 'winner'; match: number } | { from: 'bye' };

/** A side of a match. */
export interface Seat {
  match: number;
  side: Side;
}

export interface MatchNode {
  /** Index in `Graph.matches`. */
  id: number;
  /** From 1. */
  round: number;
  /** From 1 in every round, top to bottom. */
  number: number;
  feeds: [Feed, Feed];
  /** Where the winner goes; null for a final. */
  winnerTo: Seat | null;
}

/**
 * What a format is: matches whose sides are fed by seeds or by other matches. Plain JSON.
 * Invariant: a match comes after every match that feeds it.
 */
export interface Graph {
  entrants: number;
  rounds: number;
  matches: MatchNode[];
}

export function otherSide(side: Side): Side {
  return side === 0 ? 1 : 0;
}
