import type { TimeWindow } from './court.js';
import type { CourtId, PersonId } from './job.js';
import type { Problem } from './problem.js';
import type { Placement } from './placement.js';

/** How well a court is used until the last match of all ends. */
export interface CourtUse {
  court: CourtId;
  matches: number;
  /** Milliseconds of matches. */
  busy: number;
  /** Milliseconds that it is open. */
  open: number;
}

/** The day of somebody, as far as it is certain. */
export interface PersonUse {
  person: PersonId;
  matches: number;
  /** Start of the first and end of the last match. */
  start: number;
  end: number;
  /** Shortest and longest time between two matches, milliseconds; null with one match. */
  shortestGap: number | null;
  longestGap: number | null;
}

/** In the order of the courts. */
export function courtUse({ courts, input }: Problem, placements: readonly Placement[]): CourtUse[] {
  const { start } = input.rules;
  const end = placements.reduce((last, placement) => Math.max(last, placement.end), start);
  const uses = new Map(
    courts.map(({ id, open }): [CourtId, CourtUse] => [
      id,
      { court: id, matches: 0, busy: 0, open: overlap(open, start, end) },
    ]),
  );
  for (const placement of placements) {
    const use = placement.court === null ? undefined : uses.get(placement.court);
    if (use === undefined) continue;
    use.matches += 1;
    use.busy += placement.end - placement.start;
  }
  return [...uses.values()];
}

function overlap(windows: readonly TimeWindow[], start: number, end: number): number {
  return windows.reduce(
    (sum, window) => sum + Math.max(0, Math.min(end, window.end) - Math.max(start, window.start)),
    0,
  );
}

/** In the order in which they first play. */
export function personUse({ taskOf }: Problem, placements: readonly Placement[]): PersonUse[] {
  const uses = new Map<PersonId, PersonUse>();
  for (const { job, start, end } of placements.toSorted((a, b) => a.start - b.start)) {
    for (const person of new Set(taskOf(job).job.people)) {
      const use = uses.get(person);
      if (use === undefined) {
        uses.set(person, { person, matches: 1, start, end, shortestGap: null, longestGap: null });
        continue;
      }
      const gap = start - use.end;
      use.matches += 1;
      use.end = Math.max(use.end, end);
      use.shortestGap = Math.min(gap, use.shortestGap ?? gap);
      use.longestGap = Math.max(gap, use.longestGap ?? gap);
    }
  }
  return [...uses.values()];
}
