export type EngineErrorCode =
  /** A bracket needs at least two entrants. */
  | 'too-few-entrants'
  /** One side is a bye: there is nothing to play. */
  | 'no-play-needed'
  /** A side waits for the winner of another match. */
  | 'side-unknown'
  /** The next match was played on the strength of the old result. */
  | 'next-match-played'
  /** A Swiss round cannot be paired without a rematch, a second bye or a forbidden pair. */
  | 'no-complete-pairing';

/** A command that the state of the tournament does not allow. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
