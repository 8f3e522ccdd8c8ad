import type { scheduleApi } from '@gym/contracts';
import {
  getAt,
  jobsOf,
  type Court,
  type Job,
  type JobId,
  type Placement,
  type Progress,
  type ScheduleInput,
  type State,
  type TimeWindow,
} from '@gym/tournament-engine';

const minute = 60_000;

/** What is known of a match beside the draw. */
export interface ScheduledMatch {
  match_id: number;
  draw_id: number;
  number: number;
  status: string;
  participants: number[];
  court_id: number | null;
  starts_at: Date | null;
  ends_at: Date | null;
  is_locked: boolean;
  started_at: Date | null;
  finished_at: Date | null;
}

export interface ScheduledDraw {
  row: { id: number; category_id: number | null };
  state: State;
}

export interface ScheduleParts {
  settings: scheduleApi.ScheduleSettings;
  /** Of the tournament: when the settings have no start. */
  startsAt: Date;
  courts: readonly scheduleApi.Court[];
  availability: readonly { participant_id: number; windows: scheduleApi.TimeSpan[] }[];
  draws: readonly ScheduledDraw[];
  matches: readonly ScheduledMatch[];
}

/** A tournament as the planner of the engine sees it: jobs are matches by their ids, people participants by theirs. */
export interface Planning {
  /** Matches that are to be played. */
  input: ScheduleInput;
  /** Matches that were played: their lengths tell the pace, and their people have to rest. */
  played: Job[];
  plan: Placement[];
  progress: Progress[];
}

export function planningOf(parts: ScheduleParts): Planning {
  const { settings, courts, availability, matches } = parts;
  const byDraw = new Map<number, Map<number, ScheduledMatch>>();
  for (const match of matches) {
    const ofDraw = byDraw.get(match.draw_id) ?? new Map<number, ScheduledMatch>();
    byDraw.set(match.draw_id, ofDraw.set(match.number, match));
  }
  const jobs: Job[] = [];
  const played: Job[] = [];
  for (const draw of parts.draws) {
    const rows = byDraw.get(draw.row.id) ?? new Map<number, ScheduledMatch>();
    jobs.push(...jobsToPlay(parts, draw, rows));
    played.push(...jobsPlayed(parts, draw, rows));
  }
  const known = new Set<JobId>([...jobs, ...played].map((job) => job.id));
  return {
    input: {
      jobs,
      courts: courts.map(openCourt),
      rules: {
        start: settings.starts_at === null ? parts.startsAt.getTime() : Date.parse(settings.starts_at),
        rest: settings.rest_minutes * minute,
        available: availability.map(({ participant_id, windows }) => ({
          person: participant_id,
          windows: windows.map(windowOf),
        })),
      },
    },
    played,
    plan: matches.flatMap((match) => placementOf(match) ?? []),
    progress: matches.flatMap((match) => (known.has(match.match_id) ? (progressOf(match) ?? []) : [])),
  };
}

export function openCourt({ id, open }: scheduleApi.Court): Court {
  return { id, open: open.map(windowOf) };
}

function windowOf({ starts_at, ends_at }: scheduleApi.TimeSpan): TimeWindow {
  return { start: Date.parse(starts_at), end: Date.parse(ends_at) };
}

function placementOf({ match_id, court_id, starts_at, ends_at }: ScheduledMatch): Placement | undefined {
  if (court_id === null || starts_at === null || ends_at === null) return undefined;
  return { job: match_id, court: court_id, start: starts_at.getTime(), end: ends_at.getTime() };
}

function progressOf({ match_id, court_id, starts_at, ends_at, ...match }: ScheduledMatch): Progress | undefined {
  const end = match.finished_at?.getTime();
  // Who does not say when a match begins is taken to have needed the planned time.
  const length = starts_at && ends_at ? ends_at.getTime() - starts_at.getTime() : 0;
  const start = match.started_at?.getTime() ?? (end === undefined ? undefined : end - length);
  if (start === undefined) return undefined;
  return { job: match_id, court: court_id, start, ...(end !== undefined && { end: Math.max(start, end) }) };
}

type Rows = ReadonlyMap<number, ScheduledMatch>;

function jobsToPlay({ settings, courts }: ScheduleParts, { row, state }: ScheduledDraw, rows: Rows): Job[] {
  const own = settings.categories.find(({ category_id }) => category_id === row.category_id);
  const present = new Set(courts.map(({ id }) => id));
  const allowed = own?.courts?.filter((id) => present.has(id)) ?? [];
  const idOf = (number: JobId): number | never[] => rows.get(Number(number))?.match_id ?? [];
  // Nobody knows yet who that is, so the name must be that of no other draw.
  const named = (person: number | string): number | string =>
    typeof person === 'number' ? person : `draw ${row.id}: ${person}`;
  return jobsOf(state, ({ bestOf }) => lengthOf(settings, row.category_id, bestOf)).flatMap((job): Job[] => {
    const match = rows.get(Number(job.id));
    if (match === undefined) return [];
    const { court_id, starts_at } = match;
    const isLocked = match.is_locked && court_id !== null && starts_at !== null && present.has(court_id);
    return [
      {
        ...job,
        id: match.match_id,
        after: job.after.flatMap(idOf),
        people: job.people.map(named),
        potential: (job.potential ?? []).map(named),
        draw: `draw ${row.id}: ${job.draw}`,
        ...(own?.rest_minutes !== undefined && { rest: own.rest_minutes * minute }),
        ...(own?.starts_at !== undefined && { earliest: Date.parse(own.starts_at) }),
        ...(allowed.length > 0 && { courts: allowed }),
        ...(isLocked && { lock: { court: court_id, start: starts_at.getTime() } }),
      },
    ];
  });
}

function jobsPlayed({ settings }: ScheduleParts, { row, state }: ScheduledDraw, rows: Rows): Job[] {
  const own = settings.categories.find(({ category_id }) => category_id === row.category_id);
  return [...rows.values()].flatMap((match): Job[] => {
    if (match.finished_at === null || match.status !== 'played' || match.number >= state.matches.size) return [];
    const { stage, table, round, bestOf } = getAt(state.matches, match.number);
    const draw = table === null ? `stage ${stage}` : `table ${table}`;
    return [
      {
        id: match.match_id,
        duration: lengthOf(settings, row.category_id, bestOf),
        after: [],
        people: match.participants,
        // A length that nobody measured tells no pace.
        draw: match.started_at === null ? `draw ${row.id}: unmeasured` : `draw ${row.id}: ${draw}`,
        stage: stage + 1,
        round,
        ...(own?.rest_minutes !== undefined && { rest: own.rest_minutes * minute }),
      },
    ];
  });
}

/** Milliseconds. */
function lengthOf(settings: scheduleApi.ScheduleSettings, categoryId: number | null, bestOf: number): number {
  const own = settings.categories.find(({ category_id }) => category_id === categoryId);
  const long = settings.lengths.find(({ best_of }) => best_of === bestOf);
  return (long?.minutes ?? own?.match_minutes ?? settings.match_minutes) * minute;
}
