/** The two places of a match. */
export type Side = 0 | 1;

export function otherSide(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/** From 1 in the order of the seeds; late entrants follow. `entrants[number - 1]` of the state says who it is. */
export type EntrantNumber = number;

/** Who is at a side: an entrant, `bye` where nobody will ever be, or null where it is not known yet. */
export type Occupant = EntrantNumber | 'bye' | null;

/** Where the occupant of a side, or the member of a table, comes from. */
export type Feed =
  | { from: 'entrant'; entrant: EntrantNumber }
  /** `onlyIf`: nobody comes unless this side won; a second grand final is fed so. */
  | { from: 'winner' | 'loser'; match: number; onlyIf?: Side }
  /** The entrant who ends at this place, from 1, of a table. */
  | { from: 'place'; table: number; place: number }
  /** Member, from 0, of a table that matches are played in. */
  | { from: 'member'; table: number; member: number }
  | { from: 'bye' };

/** Where somebody goes: a side of a match, or membership of a table. */
export type Target =
  { to: 'side'; match: number; side: Side; onlyIf?: Side } | { to: 'member'; table: number; member: number };

/** `places-5`: the matches that decide who is fifth and below; `places-3` is the match for the third place. */
export type Section =
  'main' | 'winners' | 'losers' | 'final' | 'reset' | 'group' | 'swiss' | 'ladder' | 'custom' | `places-${number}`;

/** Why nobody played. */
export type WalkoverReason = 'no-show' | 'retired' | 'disqualified' | 'withdrawn';

/** What was entered about a match. */
export type Result =
  | {
      kind: 'played';
      /** Null while it is being played. */
      decision: Side | 'draw' | null;
      /** What decided it: games won in a best of several, else points; null when only the winner is known. */
      score: [number, number] | null;
      /** Points game by game. */
      games: [number, number][];
    }
  | { kind: 'walkover'; winner: Side; reason: WalkoverReason }
  /** Neither came: nobody goes on. */
  | { kind: 'no-show' };

/** How a match ended: a side won, nobody did, or null while that is open. */
export type Decision = Side | 'draw' | 'none' | null;

/**
 * A match: where its sides come from and go to, who they are now, and what was entered. Everything below `result`
 * follows from the results and the absences of the whole tournament.
 */
export interface Match {
  /** Index in `State.matches`. */
  id: number;
  stage: number;
  /** The table whose standings it counts for; null in brackets. */
  table: number | null;
  section: Section;
  /** From 1 within its section. */
  round: number;
  /** From 1 within its round, top to bottom. */
  number: number;
  /** Best of so many games. */
  bestOf: number;
  feeds: [Feed, Feed];
  winnerTo: Target | null;
  loserTo: Target | null;
  /** Best places of winner and loser in a full bracket when they go no further; they order the final ranks. */
  places: [number, number] | null;
  result: Result | null;
  sides: [Occupant, Occupant];
  decision: Decision;
}

/** The match as it is now. Written out, as this is the innermost step of every result: spreading takes ten times as long. */
export function revised(match: Match, sides: Match['sides'], result: Result | null, decision: Decision): Match {
  return {
    id: match.id,
    stage: match.stage,
    table: match.table,
    section: match.section,
    round: match.round,
    number: match.number,
    bestOf: match.bestOf,
    feeds: match.feeds,
    winnerTo: match.winnerTo,
    loserTo: match.loserTo,
    places: match.places,
    result,
    sides,
    decision,
  };
}

/**
 * `void`: no side will ever be there, so it is not shown. `bye`: one side will. `waiting`: a side is not known.
 * `walkover`: decided without play. `played`: decided by play.
 */
export type MatchStatus = 'void' | 'bye' | 'waiting' | 'ready' | 'running' | 'walkover' | 'played';

export function statusOf({ sides, result, decision }: Match): MatchStatus {
  const [first, second] = sides;
  if (first === 'bye' || second === 'bye') return first === second ? 'void' : 'bye';
  if (first === null || second === null) return 'waiting';
  if (decision === null) return result === null ? 'ready' : 'running';
  return result?.kind === 'played' && result.decision !== null ? 'played' : 'walkover';
}
