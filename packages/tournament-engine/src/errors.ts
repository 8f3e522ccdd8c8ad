export type EngineErrorCode =
  /** The format needs more entrants. */
  | 'too-few-entrants'
  /** What is asked for cannot be drawn: an unknown option, a stage that nobody reaches, the same entrant twice. */
  | 'invalid-plan'
  /** The text of a custom bracket is wrong; the message has the line and column. */
  | 'invalid-bracket'
  /** There is no such entrant, match, stage or table. */
  | 'not-found'
  /** One side is a bye: there is nothing to play. */
  | 'no-play-needed'
  /** A side waits for another match or table. */
  | 'side-unknown'
  /** The match or score is decided, and the command does not say that it corrects. */
  | 'already-decided'
  /** Later matches were played on the strength of what would change; `affected` and `affectedScores` have them, `force` resets them. */
  | 'next-match-played'
  /** A score that is no score, or that contradicts the winner. */
  | 'invalid-score'
  | 'draw-not-allowed'
  /** The entrant left the tournament. */
  | 'entrant-absent'
  /** Too late for an entry, a substitution or new seeds. */
  | 'already-started'
  /** The bracket has no bye left. */
  | 'no-place-left'
  | 'entrant-taken'
  | 'seeds-locked'
  | 'invalid-seeds'
  /** The round is not over, or there is no further one. */
  | 'round-not-over'
  | 'no-round-left'
  /** The table has nobody level whom these lots would part. */
  | 'invalid-lots'
  /** Not the event that is to be undone or redone next. */
  | 'not-the-last-event'
  /** A Swiss round cannot be paired without a rematch, a second bye or a forbidden pair. */
  | 'no-complete-pairing'
  /** A game or a rule names somebody who does not take part. */
  | 'unknown-entrant'
  /** Somebody is listed twice. */
  | 'repeated-entrant'
  /** A result names a workout that the competition does not have. */
  | 'unknown-workout'
  /** An entrant has two results in a workout. */
  | 'repeated-performance'
  /** A result has no number to compare. */
  | 'no-value'
  /** Values that are better when smaller cannot be added to values that are better when larger. */
  | 'mixed-measures'
  /** A tournament report that cannot be read or written; the message has the line and column. */
  | 'invalid-trf'
  /** A brackets-model that cannot be read or written; the message has the path of what is wrong. */
  | 'invalid-brackets-model'
  /** A calendar or a table of texts that cannot be written: a date that is none, an event that ends before it starts. */
  | 'invalid-calendar'
  /** Jobs, courts or rules of a schedule contradict themselves: the message says which. */
  | 'bad-schedule';

/** A command that the state of the tournament does not allow. Nothing has changed. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  /** Matches whose results stand in the way. */
  readonly affected: readonly number[];
  /** Scores that stand in the way. */
  readonly affectedScores: readonly number[];

  constructor(
    code: EngineErrorCode,
    message: string,
    affected: readonly number[] = [],
    affectedScores: readonly number[] = [],
  ) {
    super(message);
    this.code = code;
    this.affected = affected;
    this.affectedScores = affectedScores;
  }
}
