import { checkInput, refuse } from './check.js';
import type { TimeWindow } from './court.js';
import type { ScheduleInput } from './input.js';
import type { CourtId, Job, JobId } from './job.js';
import { feedersFirst, ranksBy } from './order.js';
import { linkPeople } from './people.js';
import { normalise } from './windows.js';
import type { CourtSet, Person, PlanCourt, Task } from './task.js';

/** The input, checked and linked. */
export interface Problem {
  input: ScheduleInput;
  /** In the order of the jobs. */
  tasks: Task[];
  /** Feeders first; of those that could be next, the lowest round, stage and index. */
  order: Task[];
  courts: PlanCourt[];
  courtSets: CourtSet[];
  people: Person[];
  days: TimeWindow[];
  taskOf(job: JobId): Task;
}

/**
 * O(jobs log jobs + people), with `after` and people counted in.
 * @throws EngineError `bad-schedule`
 */
export function problemOf(input: ScheduleInput): Problem {
  checkInput(input);
  const courts = input.courts.map(({ id, open }, index): PlanCourt => ({
    index,
    id,
    open: normalise(open, `court ${id}`),
  }));
  const tasks = input.jobs.map((job, index) => taskFor(job, index, input));
  const byId = new Map(tasks.map((task) => [task.job.id, task]));
  if (byId.size < tasks.length) refuse('Two jobs have the same id.');
  const taskOf = (job: JobId): Task => byId.get(job) ?? refuse(`There is no job ${job}.`);
  for (const task of tasks) {
    task.before = [...new Set(task.job.after)].map(taskOf);
    for (const feeder of task.before) feeder.next.push(task);
  }
  const courtSets = linkCourts(tasks, courts, input);
  const people = linkPeople(tasks, input.rules);
  const days = normalise(input.rules.days ?? [], 'the days');
  return { input, tasks, order: inOrder(tasks), courts, courtSets, people, days, taskOf };
}

function taskFor(job: Job, index: number, { rules }: ScheduleInput): Task {
  const rest = job.rest ?? (job.offCourt ? 0 : (rules.rest ?? 0));
  const earliest = Math.max(rules.start, job.earliest ?? rules.start);
  return { index, job, rest, earliest, before: [], next: [], courts: null, holds: [] };
}

function linkCourts(tasks: readonly Task[], courts: readonly PlanCourt[], input: ScheduleInput): CourtSet[] {
  const ids = new Set(courts.map((court) => court.id));
  const sets = new Map<string, CourtSet>();
  for (const task of tasks) {
    const { job } = task;
    const named = [...(job.courts ?? []), ...(job.lock?.court === undefined ? [] : [job.lock.court])];
    for (const id of named) if (!ids.has(id)) refuse(`Job ${job.id} names court ${id}, which does not exist.`);
    if (job.offCourt) continue;
    const usable = courts.filter(({ id, index }) => suits(job, id, input.courts[index]?.has ?? []));
    const key = usable.map((court) => court.index).join();
    const set = sets.get(key) ?? { index: sets.size, courts: usable, shortest: Infinity };
    set.shortest = Math.min(set.shortest, job.duration);
    sets.set(key, set);
    task.courts = set;
  }
  return [...sets.values()];
}

function suits(job: Job, court: CourtId, has: readonly string[]): boolean {
  return (job.courts?.includes(court) ?? true) && (job.needs ?? []).every((need) => has.includes(need));
}

function inOrder(tasks: readonly Task[]): Task[] {
  const order = feedersFirst(
    tasks,
    ranksBy({ tasks }, () => 0),
  );
  if (order.length < tasks.length) {
    const placed = new Set(order);
    refuse(`Job ${tasks.find((task) => !placed.has(task))?.job.id ?? ''} would have to come after itself.`);
  }
  return order;
}
