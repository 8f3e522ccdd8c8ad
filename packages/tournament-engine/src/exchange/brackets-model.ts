/** How a brackets-model names a record. */
export type BracketsId = number | string;

/** Where a match is in its life; the numbers are those of brackets-model 1.7. */
export const bracketsStatus = {
  locked: 0,
  waiting: 1,
  ready: 2,
  running: 3,
  completed: 4,
  /** Completed, and the next match has begun, so that brackets-manager changes it no more. */
  archived: 5,
  /** Of a game only: it will not be played. */
  cancelled: 6,
} as const;

/** Null is a bye, an `id` of null somebody who is not known yet. */
export interface BracketsOpponent {
  id: BracketsId | null;
  /** The seed in a first round and in groups; in a losers' bracket the number of the match that was lost. */
  position?: number;
  score?: number;
  result?: 'win' | 'draw' | 'loss';
  forfeit?: boolean;
}

interface BracketsResults {
  status: number;
  opponent1: BracketsOpponent | null;
  opponent2: BracketsOpponent | null;
}

export interface BracketsMatch extends BracketsResults {
  id: BracketsId;
  stage_id: BracketsId;
  group_id: BracketsId;
  round_id: BracketsId;
  number: number;
  /** Games; 0 when the match is a single one and has the score itself. */
  child_count: number;
}

export interface BracketsGame extends BracketsResults {
  id: BracketsId;
  stage_id: BracketsId;
  parent_id: BracketsId;
  number: number;
}

export interface BracketsSettings {
  size?: number;
  seedOrdering?: string[];
  manualOrdering?: number[][];
  matchesChildCount?: number;
  groupCount?: number;
  roundRobinMode?: 'simple' | 'double';
  consolationFinal?: boolean;
  skipFirstRound?: boolean;
  grandFinal?: 'none' | 'simple' | 'double';
}

export interface BracketsStage {
  id: BracketsId;
  tournament_id: BracketsId;
  name: string;
  type: 'single_elimination' | 'double_elimination' | 'round_robin';
  number: number;
  settings: BracketsSettings;
}

/**
 * What brackets-manager exports and imports and brackets-viewer shows: the data model brackets-model 1.7. Groups of a
 * stage by number: 1 the bracket or winners' bracket, 2 the losers' bracket or the match for the third place, 3 the
 * grand final; in a round robin the groups.
 */
export interface BracketsModel {
  participant: { id: BracketsId; tournament_id: BracketsId; name: string }[];
  stage: BracketsStage[];
  group: { id: BracketsId; stage_id: BracketsId; number: number }[];
  round: { id: BracketsId; stage_id: BracketsId; group_id: BracketsId; number: number }[];
  match: BracketsMatch[];
  match_game: BracketsGame[];
}
