/** How the caller names a match to schedule; unique among all jobs of a plan, whatever tournament they are of. */
export type JobId = number | string;

/** How the caller names a court, a platform or a lane. */
export type CourtId = number | string;

/**
 * Who cannot be in two matches at once: somebody known, or a place that one entrant will take ("group A, member 3").
 * Compared by identity, so 1 and '1' are two people.
 */
export type PersonId = number | string;

/** A match to be played, as the schedule sees it. All times are epoch milliseconds, all lengths milliseconds. */
export interface Job {
  id: JobId;
  /** How long it keeps its court; 0 only without a court. */
  duration: number;
  /**
   * Jobs that must have ended, with their rest, before this one starts: the matches that feed it. Byes and decided
   * matches that take no time are left out, and so are jobs that follow anyway.
   */
  after: JobId[];
  /** Plays for certain. Members of a team are listed one by one. */
  people: PersonId[];
  /** May play, depending on undecided matches. `people` are not repeated. */
  potential?: PersonId[];
  /**
   * The bracket or table it belongs to, `main` when missing. Who is only potential in one of two jobs of a draw is
   * never in both at once, except as `after` and `people` say: winners go one way and losers another.
   */
  draw?: string;
  /** From 1; of jobs that are equally urgent, the lower round goes first, then the lower stage. */
  stage: number;
  round: number;
  /** Least time between its end and the next match of its people; the rest of the rules when missing, 0 off court. */
  rest?: number;
  /** Not before. */
  earliest?: number;
  /** What the court must have; see `Court.has`. */
  needs?: string[];
  /** Only on one of these courts. */
  courts?: CourtId[];
  /** Takes no court: a draw or a break, e.g. between the last group match and the first play-off. */
  offCourt?: true;
  /** Stays here whatever else happens. Without a court only for jobs that are `offCourt`. */
  lock?: { court?: CourtId; start: number };
}
