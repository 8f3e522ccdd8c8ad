import type { CategoryTable, Draw, DrawnMatch } from './draw/types.d.ts';

/** What the services answer, as far as the pages look at it. Only editors and the compiler read this file. */

export interface User {
  id: number;
  email: string;
  role: 'member' | 'trainer' | 'admin';
  full_name?: string;
}

/** Somebody as staff sees them in a list. */
export interface Person extends User {
  full_name: string;
  status: 'pending' | 'rejected' | 'active' | 'banned';
}

export interface PersonPage {
  items: Person[];
  next_cursor: string | null;
}

export interface Profile extends Person {
  phone: string | null;
  birth_date: string | null;
  emergency_contact: { name: string; phone: string } | null;
}

export interface CalendarAddress {
  created_at: string | null;
}

export interface NewCalendarAddress {
  path: string;
  created_at: string;
}

export interface AuditPage {
  items: {
    action: 'approve' | 'reject' | 'ban' | 'unban' | 'change-role' | 'delete' | 'restore' | 'create' | 'unlock';
    at: string;
    actor_id: number | null;
    after: Record<string, unknown>;
    reason: string | null;
  }[];
}

export interface OpenSession {
  id: number;
  device: string | null;
  address: string | null;
  created_at: string;
  last_used_at: string;
  current: boolean;
}

export interface SessionPage {
  items: OpenSession[];
  next_cursor: string | null;
}

/** Something the person was told, alone or with everybody (`topic` is `broadcast`). */
export interface Notification {
  id: number;
  topic: string;
  event: string;
  data: unknown;
  time: string;
  is_read: boolean;
}

export interface NotificationPage {
  items: Notification[];
  next_cursor: string | null;
  unread_count: number;
}

/** What was read on this or another device, and how much is left. */
export interface Reading {
  ids: number[];
  unread_count: number;
}

export interface Session {
  access_token: string;
  /** Missing in sessions that began before there were any. */
  refresh_token?: string;
  user: User;
}

export interface Problem {
  type?: string;
  status: number;
  detail: string;
  errors?: { pointer: string; message: string }[];
}

export interface Tournament {
  id: number;
  name: string;
  start_date: string;
  max_participants: number;
  tournament_type: string;
  /** A cancelled one is completed. */
  status: 'setup' | 'active' | 'completed';
  phase: 'draft' | 'published' | 'running' | 'completed' | 'cancelled';
  cancel_reason: string | null;
  check_in_opens_at: string | null;
  check_in_closes_at: string | null;
  participant_count: number;
  /** Options of the type; `draws`: matches of tables may end level. */
  format: { draws?: boolean };
  /** Null: staff enter results. */
  self_reports: { stands_after: number | null } | null;
}

export interface Participant {
  id: number;
  user_id: number | null;
  name: string;
  seed: number | null;
  status: 'pending' | 'approved' | 'waitlisted' | 'rejected' | 'withdrawn' | 'dropped' | 'disqualified';
  checked_in_at: string | null;
}

export interface BracketView {
  tournament: Tournament;
  bracket: (DrawnMatch & { participant1: Participant | null; participant2: Participant | null })[];
  participants: Participant[];
}

/** What somebody is in one tournament. */
export interface OwnPart {
  is_staff: boolean;
  role: 'organiser' | 'referee' | null;
  /** Of a referee; null: all. */
  courts: string[] | null;
  entries: { participant_id: number; leads: boolean }[];
}

/** The result of a match as it is entered: one of the first four is enough. */
export interface Result {
  winner_id?: number;
  draw?: true;
  points?: [number, number];
  games?: [number, number][];
  score?: string;
}

export interface MatchReport {
  match_id: number;
  participant_id: number;
  result: Result;
  note: string;
  stands_at: string | null;
}

/** When the matches of somebody will probably begin. */
export interface Expected {
  match_id: number;
  starts_at: string;
}

/** The first three of a category, or of all. */
export interface Podium {
  category: string | null;
  places: { rank: number; participant_id: number; name: string }[];
}

export interface PlannedMatch {
  match_id: number;
  court: { name: string };
  starts_at: string;
  finished_at: string | null;
}

export interface Schedule {
  planned: PlannedMatch[];
  isMore: boolean;
  /** Of the place. */
  zone: string;
  /** By match. */
  expected: Map<number, { starts_at: string; late_minutes: number }>;
}

/** A tournament as it stands for whoever looks. */
export interface Day extends Draw {
  tournament: Tournament;
  participants: Participant[];
  me: OwnPart;
  /** Categories without a draw. */
  undrawn: number[];
  reports: MatchReport[];
  /** Of own entries that have a match before them. */
  expected: Expected[];
  tables?: CategoryTable[] | undefined;
  schedule?: Schedule | undefined;
  /** When it is over. */
  podium: Podium[];
}

/** What can be done to a draw, in the words of the platform. */
export type Command = { type: string } & Record<string, unknown>;

/** A view of one tournament that others work for. */
export interface DayContext {
  /** `/api/tournaments/<id>` */
  path: string;
  /** As it was read last. */
  day(): Day;
  /** Reads it again. */
  reload(): Promise<void>;
  /** Tells what has happened. */
  say(sentence: string): void;
}

/** Of the dialog about a match. */
export interface DialogParts {
  nodes: HTMLElement[];
  /** @param isGone others play the match by now */
  update(isGone: boolean): void;
}

export interface EventFrame {
  type: 'event';
  seq: number;
  topic: string;
  event: string;
  data: Record<string, unknown>;
  time: string;
}

/** `resync`: something may have been missed, load again. */
export type TopicFrame = EventFrame | { type: 'resync'; topic: string };

export type ServerFrame =
  | TopicFrame
  | { type: 'hello'; session: string; heartbeat_s: number }
  | { type: 'ping' }
  | { type: 'subscribed'; topics: string[] }
  | { type: 'error'; detail: string };

export type LiveState = 'off' | 'connecting' | 'live' | 'waiting';

/** How many events a service could not apply; undefined: it does not say. */
export interface Alarm {
  service: string;
  total: number | undefined;
}

export interface DeadEvent {
  id: number;
  source: string;
  type: string;
  subject: string;
  error: string;
  attempts: number;
  failed_at: string;
  payload: unknown;
}

export interface DeadEventPage {
  items: DeadEvent[];
  next_cursor: string | null;
  total: number;
}

/** What is shown in `main`. */
export interface View {
  title: string;
  node: HTMLElement;
  /** Ends what the view has started. */
  stop?: () => void;
}
