import type { Conflict } from './conflict.js';
import { DailyLimit } from './daily.js';
import type { ScheduleInput } from './input.js';
import type { CourtId, JobId } from './job.js';
import { absences, peopleConflicts } from './people-conflicts.js';
import { meetings, placedIn, type Placed } from './placed.js';
import type { Placement } from './placement.js';
import { problemOf, type Problem } from './problem.js';
import { windowAround } from './windows.js';

/**
 * Everything that is wrong with a plan, made by hand or after a match was dragged elsewhere. Jobs without a placement
 * are left out. With `about`, only what concerns that job: the answer to one move.
 * O(n log n + conflicts).
 * @throws EngineError `bad-schedule`, also when a placement names a job or a court that does not exist
 */
export function conflictsIn(input: ScheduleInput, placements: readonly Placement[], about?: JobId): Conflict[] {
  const problem = problemOf(input);
  const found = conflictsOf(problem, placedIn(problem, placements));
  return about === undefined ? found : found.filter(({ jobs }) => jobs.some((job) => job === about));
}

/** `placed` in the order of the starts. */
export function conflictsOf(problem: Problem, placed: readonly Placed[]): Conflict[] {
  return [
    ...courtConflicts(placed),
    ...peopleConflicts(placed),
    ...orderConflicts(placed),
    ...placed.flatMap((item) => ownConflicts(problem, item)),
    ...dayConflicts(problem, placed),
  ];
}

function courtConflicts(placed: readonly Placed[]): Conflict[] {
  const found: Conflict[] = [];
  for (const [court, list] of byCourt(placed)) {
    meetings(
      list,
      (item) => item.placement.end,
      (first, second) => found.push({ kind: 'court', jobs: [first.task.job.id, second.task.job.id], court }),
    );
  }
  return found;
}

function byCourt(placed: readonly Placed[]): Map<CourtId, Placed[]> {
  const lists = new Map<CourtId, Placed[]>();
  for (const item of placed) {
    const { court } = item.placement;
    if (court === null) continue;
    const list = lists.get(court);
    if (list) list.push(item);
    else lists.set(court, [item]);
  }
  return lists;
}

function orderConflicts(placed: readonly Placed[]): Conflict[] {
  const found: Conflict[] = [];
  const byTask = new Map(placed.map((item) => [item.task, item.placement]));
  for (const { task, placement } of placed) {
    for (const feeder of task.before) {
      const before = byTask.get(feeder);
      if (before === undefined) continue;
      const missing = before.end + feeder.rest - placement.start;
      if (missing > 0) found.push({ kind: 'order', jobs: [feeder.job.id, task.job.id], missing });
    }
  }
  return found;
}

/** What is wrong with one placement, whatever the others are. A lock is stronger than courts and times. */
function ownConflicts({ input }: Problem, { task, placement }: Placed): Conflict[] {
  const { job } = task;
  const { court, start, end } = placement;
  if (job.lock) {
    const there = start === job.lock.start && court === (job.lock.court ?? null);
    return there ? [] : [{ kind: 'lock', jobs: [job.id] }];
  }
  const found: Conflict[] = absences({ task, placement });
  const earliest = Math.max(input.rules.start, job.earliest ?? input.rules.start);
  if (start < earliest) found.push({ kind: 'early', jobs: [job.id], missing: earliest - start });
  if (task.courts === null ? court !== null : !task.courts.courts.some(({ id }) => id === court)) {
    found.push({ kind: 'unsuitable', jobs: [job.id], court });
  }
  const open = task.courts?.courts.find(({ id }) => id === court)?.open;
  if (open && court !== null && !windowAround(open, start, end)) found.push({ kind: 'closed', jobs: [job.id], court });
  return found;
}

function dayConflicts(problem: Problem, placed: readonly Placed[]): Conflict[] {
  if (problem.input.rules.perDay === undefined) return [];
  const daily = new DailyLimit(problem, false);
  const byTask = new Map(placed.map((item) => [item.task, item.placement]));
  for (const task of problem.order) {
    const placement = byTask.get(task);
    if (placement) daily.book(task, placement.start);
  }
  return daily.tooMany().map(({ person, day, count }) => {
    const window = problem.days[day];
    const jobs = placed.filter(
      ({ task, placement: { start } }) =>
        window !== undefined &&
        start >= window.start &&
        start < window.end &&
        task.holds.some((hold) => hold.person === person),
    );
    return { kind: 'per-day', jobs: jobs.map(({ task }) => task.job.id), person: person.id, day, count };
  });
}
