import type { JobId, PersonId } from './job.js';
import { peopleIn } from './people.js';
import type { Placement } from './placement.js';
import type { Problem } from './problem.js';

/** The next match of somebody that has not begun; null when there is none. */
export interface ExpectedPerson {
  person: PersonId;
  certain: { job: JobId; start: number } | null;
  /** One that they may play before the certain one, or without one. */
  possible: { job: JobId; start: number } | null;
}

/** @param matches in the order of their starts */
export function nextMatches({ taskOf }: Problem, matches: readonly Placement[]): ExpectedPerson[] {
  const people = new Map<PersonId, ExpectedPerson>();
  for (const { job, start } of matches) {
    for (const [person, certain] of peopleIn(taskOf(job).job)) {
      const next = people.get(person) ?? { person, certain: null, possible: null };
      people.set(person, next);
      if (next.certain) continue;
      if (certain) next.certain = { job, start };
      else next.possible ??= { job, start };
    }
  }
  return [...people.values()];
}
