/** What is played, as far as pages look at it: the same for people with a login and for spectators. */

export interface Entrant {
  id: number;
  name: string;
  seed: number | null;
}

export interface DrawnMatch {
  id: number;
  category_id: number | null;
  stage: number;
  section: string;
  group: number | null;
  round: number;
  match_number: number;
  participant1_id: number | null;
  participant2_id: number | null;
  winner_id: number | null;
  score: string | null;
  points: [number, number] | null;
  games: [number, number][];
  best_of: number;
  is_bye: boolean;
  status: 'bye' | 'waiting' | 'ready' | 'running' | 'walkover' | 'played';
  court?: string;
  live?: { game: number; points: [number, number] };
  report?: 'waiting' | 'disputed';
}

export interface WorkoutResult {
  workout: string;
  place: number | null;
  status: 'finished' | 'capped' | 'dnf' | 'wd' | null;
  value: number | null;
}

export interface DrawRow {
  rank: number;
  participant: Entrant;
  points: number;
  played?: number;
  wins?: number;
  draws?: number;
  losses?: number;
  explanation?: string | null;
  results?: WorkoutResult[];
}

export interface DrawTable {
  table: number;
  stage: number;
  kind: 'group' | 'best' | 'leaderboard';
  group: number;
  division: string | null;
  is_over: boolean;
  total: number;
  rules: string[];
  rows: DrawRow[];
  board: DrawRow[];
}

export interface CategoryTable {
  category_id: number | null;
  table: DrawTable;
}

export interface Draw {
  matches: DrawnMatch[];
  people: Map<number, Entrant>;
  /** Names of categories, by id. */
  categories: Map<number, string>;
  /** Entries of whoever looks. */
  mine: Set<number>;
}

/** What belongs together: a bracket, a group, the Swiss rounds. */
export interface Part {
  key: string;
  title: string;
  matches: DrawnMatch[];
  /** `tree`: each round has half the matches of the one before; `table`: they count for a table. */
  shape: 'tree' | 'table' | 'list';
}

/** How a match is shown. */
export interface Look {
  isChanged?: boolean;
  /** Where it belongs is said, as it is not among its neighbours. */
  isAlone?: boolean;
  /** What can be done with it: the words of its button. */
  action?: string | undefined;
}
