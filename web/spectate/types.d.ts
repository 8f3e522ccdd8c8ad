import type { CategoryTable, Draw, DrawnMatch, Entrant } from '../draw/types.d.ts';

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

export interface PublicBracket {
  tournament: PublicTournament;
  matches: DrawnMatch[];
  participants: Entrant[];
}

export interface PublicView extends PublicBracket, Draw {
  tables: CategoryTable[];
  /** Seconds since the gateway had this from the service; only while the service cannot be reached. */
  staleSeconds: number | undefined;
}

export interface Panel {
  key: string;
  title: string;
  node: HTMLElement;
}
