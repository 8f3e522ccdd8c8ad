import type { scheduleApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { conflict, invalidFields } from '@gym/service-kit/errors';
import { atPace, pacesOf, type JobId, type Move, type Placement, type Schedule } from '@gym/tournament-engine';
import { withoutLost } from '../domain/lost-courts.js';
import { openCourt } from '../domain/schedule-input.js';
import type { DrawStates } from '../play/states.js';
import type { CourtRow } from '../store/courts.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Planner } from './planner.js';
import { readPlanning, type ReadPlanning } from './read.js';

/** A plan that nobody has adopted yet. */
export interface PlanDraft {
  /** Of the tournament it was made for. */
  version: number;
  planning: ReadPlanning;
  schedule: Schedule;
  moved: Move[];
  forced: JobId[];
  /** Courts whose open times are others now. */
  courts: CourtRow[];
}

export interface Desk {
  states: DrawStates;
  planner: Planner;
}

/** @throws AppError 409 once a match has begun */
export async function draftPlan(
  { states, planner }: Desk,
  db: Queryable,
  tournament: TournamentRow,
): Promise<PlanDraft> {
  const planning = await readPlanning(db, states, tournament);
  if (planning.progress.length > 0) {
    throw conflict('Matches have begun: from now on it can only be planned again.', 'already-begun');
  }
  requireCourts(planning);
  const schedule = await planner.plan(planning.input);
  return {
    version: tournament.version,
    planning,
    schedule,
    moved: movesTo(planning, schedule),
    forced: [],
    courts: [],
  };
}

/** From now on, with the least change, and with the lengths that matches really have. */
export async function draftReplan(
  { states, planner }: Desk,
  db: Queryable,
  tournament: TournamentRow,
  lost: scheduleApi.ReplanRequest['lost_courts'],
): Promise<PlanDraft> {
  const planning = await readPlanning(db, states, tournament);
  requireCourts(planning);
  const courts = lostOf(planning.courts, lost);
  const { input, played, plan, progress } = planning;
  const all = [...input.jobs, ...played];
  const paces = pacesOf(all, progress);
  const { schedule, moved, forced } = await planner.replan({
    ...input,
    jobs: all.map((job) => atPace(job, paces)),
    courts: planning.courts.map((court) => courts.find(({ id }) => id === court.id) ?? court).map(openCourt),
    plan,
    progress,
    now: Date.now(),
  });
  const begun = new Set(progress.map(({ job }) => job));
  return {
    version: tournament.version,
    planning,
    schedule,
    moved: moved.filter(({ job }) => !begun.has(job)),
    forced,
    courts,
  };
}

function requireCourts({ courts }: ReadPlanning): void {
  if (courts.length === 0) throw conflict('There are no courts yet.', 'no-courts');
}

function lostOf(courts: CourtRow[], lost: scheduleApi.ReplanRequest['lost_courts']): CourtRow[] {
  const faults = lost.flatMap(({ court_id }, index) =>
    courts.some(({ id }) => id === court_id)
      ? []
      : [{ pointer: `#/lost_courts/${index}/court_id`, message: 'there is no such court' }],
  );
  if (faults.length > 0) throw invalidFields(faults, 422);
  return withoutLost(courts, lost).filter((court, index) => court !== courts[index]);
}

function movesTo({ plan, input }: ReadPlanning, { placements }: Schedule): Move[] {
  const before = new Map(plan.map((placement) => [placement.job, placement]));
  const after = new Map(placements.map((placement) => [placement.job, placement]));
  return input.jobs.flatMap(({ id }): Move[] => {
    const [from, to] = [before.get(id) ?? null, after.get(id) ?? null];
    return isSame(from, to) ? [] : [{ job: id, from, to, why: [] }];
  });
}

function isSame(one: Placement | null, other: Placement | null): boolean {
  return one?.court === other?.court && one?.start === other?.start && one?.end === other?.end;
}
