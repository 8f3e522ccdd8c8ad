/** What the public endpoints answer, as far as the pages look at it. */

export interface PublicTournament {
  id: number;
  slug: string | null;
  name: string;
  start_date: string;
  status: 'setup' | 'active' | 'completed';
  phase: 'published' | 'running' | 'completed' | 'cancelled';
  participant_count: number;
}

export interface PublicPerson {
  id: number;
  name: string;
  seed: number | null;
  category_id: number | null;
}

export interface PublicMatch {
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
  is_bye: boolean;
  status: 'bye' | 'waiting' | 'ready' | 'running' | 'walkover' | 'played';
}

export interface PublicRow {
  rank: number;
  participant: PublicPerson;
  points: number;
  played?: number;
  wins?: number;
  draws?: number;
  losses?: number;
}

export interface PublicTable {
  stage: number;
  kind: string;
  group: number;
  division: string | null;
  rows: PublicRow[];
  board: PublicRow[];
}

export interface PublicBracket {
  tournament: PublicTournament;
  matches: PublicMatch[];
  participants: PublicPerson[];
}

export interface PublicView extends PublicBracket {
  /** Of participants, by id. */
  names: Map<number, string>;
  categories: Map<number, string>;
  tables: { category_id: number | null; table: PublicTable }[];
  /** Seconds since the gateway had this from the service; only while the service cannot be reached. */
  staleSeconds: number | undefined;
}

export interface Panel {
  title: string;
  node: HTMLElement;
}
