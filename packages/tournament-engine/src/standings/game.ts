/** How the caller names an entrant; compared by identity, so 1 and '1' are two entrants. */
export type EntrantId = number | string;

/**
 * How a game ended, seen from its sides. `none`: neither side gets the points of a win or a draw (both failed to
 * appear, or a bye worth nothing).
 */
export type Outcome = 'first' | 'second' | 'draw' | 'none';

/**
 * `played`: both sides were there. `walkover`: decided without play. `bye`: given by the pairing, as nobody was left to
 * play. `requested-bye`: asked for, or given for being absent; `first` is worth a win, `draw` a draw, `none` nothing.
 */
export type GameKind = 'played' | 'walkover' | 'bye' | 'requested-bye';

/** A finished match as standings, Swiss pairing and ratings see it. Plain JSON. */
export interface Game {
  id: number | string;
  /** From 1. */
  round: number;
  /** The second side is null for byes, and only for them. */
  sides: [EntrantId, EntrantId | null];
  outcome: Outcome;
  kind: GameKind;
  /** What decided it, e.g. games won in a best of five, or goals. Sides without it count 0 : 0. */
  score?: [number, number];
  /** The finer count below the score, e.g. points of all games together. */
  points?: [number, number];
}

/** What an outcome is worth. A walkover counts like a played game unless it has values of its own. */
export interface PointRules {
  win: number;
  draw: number;
  loss: number;
  /** The bye that the pairing gives; `win` when missing. */
  bye?: number;
  walkoverWin?: number;
  walkoverLoss?: number;
  /** Given to both sides for each unit of their own score, e.g. one point for each game won. */
  perScore?: number;
}

/** Sides of a game by the seat at the table, to write code once for both. */
export const seats = [0, 1] as const;
export type GameSeat = (typeof seats)[number];

/** What happened to one seat: `none` where the game gave nothing to win or draw. */
export function outcomeFor(game: Game, seat: GameSeat): 'win' | 'draw' | 'loss' | 'none' {
  if (game.outcome === 'draw') return 'draw';
  if (game.outcome === 'none') return 'none';
  return (game.outcome === 'first') === (seat === 0) ? 'win' : 'loss';
}

/** Points that a game gives to one seat. A double no-show counts as a walkover loss for both. */
export function pointsFor(game: Game, seat: GameSeat, rules: PointRules): number {
  const outcome = outcomeFor(game, seat);
  const extra = (rules.perScore ?? 0) * (game.score?.[seat] ?? 0);
  if (game.kind === 'bye') return rules.bye ?? rules.win;
  if (game.kind === 'requested-bye') return outcome === 'win' ? rules.win : outcome === 'draw' ? rules.draw : 0;
  if (game.kind === 'walkover') {
    if (outcome === 'win') return (rules.walkoverWin ?? rules.win) + extra;
    return outcome === 'draw' ? rules.draw + extra : (rules.walkoverLoss ?? rules.loss) + extra;
  }
  return (
    (outcome === 'win' ? rules.win : outcome === 'draw' ? rules.draw : outcome === 'loss' ? rules.loss : 0) + extra
  );
}
