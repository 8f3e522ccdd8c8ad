import { refuse } from './check.js';
import type { ScheduleRules, TimeWindow } from './court.js';
import type { Job, PersonId } from './job.js';
import { normalise } from './windows.js';
import type { Hold, Person, Task } from './task.js';

/** May these two jobs hold their common person at the same time? See `Job.draw`. */
export function excludes(a: Hold, b: Hold): boolean {
  return a.draw !== b.draw || (a.certain && b.certain);
}

export function drawOf(job: Job): string {
  return job.draw ?? 'main';
}

/** What is known of a person before anything is planned. */
interface Presence {
  draw: string;
  otherDraw: boolean;
  certain: number;
}

/**
 * Gives each task the people that can be in its way: those with two certain jobs, with jobs in two draws, who are not
 * always there, or whose matches are limited. Leaving the rest out keeps large brackets cheap: in a final everybody is
 * potential.
 */
export function linkPeople(tasks: readonly Task[], rules: ScheduleRules): Person[] {
  const windows = new Map<PersonId, TimeWindow[]>();
  for (const { person, windows: there } of rules.available ?? []) {
    if (windows.has(person)) refuse(`The times of person ${person} are there twice.`);
    windows.set(person, normalise(there, `person ${person}`));
  }
  const presences = presencesOf(tasks);
  const people = new Map<PersonId, Person>();
  const draws = new Map<string, number>();
  for (const task of tasks) {
    const name = drawOf(task.job);
    const draw = draws.get(name) ?? draws.size;
    draws.set(name, draw);
    for (const [id, certain] of peopleIn(task.job)) {
      const presence = presences.get(id);
      const matters =
        (presence !== undefined && (presence.otherDraw || presence.certain > 1)) ||
        windows.has(id) ||
        rules.perDay !== undefined;
      if (!matters) continue;
      const person = people.get(id) ?? { index: people.size, id, windows: windows.get(id) ?? null };
      people.set(id, person);
      task.holds.push({ person, draw, certain });
    }
  }
  return [...people.values()];
}

/** Everybody once; certain where both is said. */
export function peopleIn(job: Job): Map<PersonId, boolean> {
  const all = new Map<PersonId, boolean>();
  for (const id of job.potential ?? []) all.set(id, false);
  for (const id of job.people) all.set(id, true);
  return all;
}

function presencesOf(tasks: readonly Task[]): Map<PersonId, Presence> {
  const presences = new Map<PersonId, Presence>();
  for (const { job } of tasks) {
    const draw = drawOf(job);
    for (const [id, certain] of peopleIn(job)) {
      const presence = presences.get(id);
      if (presence === undefined) presences.set(id, { draw, otherDraw: false, certain: certain ? 1 : 0 });
      else {
        if (presence.draw !== draw) presence.otherDraw = true;
        if (certain) presence.certain += 1;
      }
    }
  }
  return presences;
}
