import type { Job, Placement, ScheduleInput, TimeWindow } from '../../src/index.js';

/**
 * What is wrong with a plan, straight from the definitions: every pair of matches is compared. Written without looking
 * at how the engine does it; each fault is `kind: jobs` in the order of the starts.
 */
export function faultsIn({ jobs, courts, rules }: ScheduleInput, placements: readonly Placement[]): string[] {
  const placed = placements
    .map((place) => ({ place, job: jobs.find((job) => job.id === place.job) }))
    .filter((item): item is { place: Placement; job: Job } => item.job !== undefined)
    .sort((a, b) => a.place.start - b.place.start || jobs.indexOf(a.job) - jobs.indexOf(b.job));
  const restOf = (job: Job): number => job.rest ?? (job.offCourt ? 0 : (rules.rest ?? 0));
  const faults: string[] = [];
  for (const [index, { place, job }] of placed.entries()) {
    if (job.lock) {
      if (place.start !== job.lock.start || (place.court ?? undefined) !== job.lock.court)
        faults.push(`lock: ${job.id}`);
    } else {
      if (place.start < Math.max(rules.start, job.earliest ?? rules.start)) faults.push(`early: ${job.id}`);
      for (const { person, windows } of rules.available ?? []) {
        const absent = isIn(person, job) && !covers(windows, place.start, place.end);
        if (absent && !faults.includes(`absent: ${job.id}`)) faults.push(`absent: ${job.id}`);
      }
      const court = courts.find(({ id }) => id === place.court);
      if (job.offCourt ? court : !court) faults.push(`unsuitable: ${job.id}`);
      if (court && !job.offCourt) {
        const lacks = (job.needs ?? []).some((need) => !court.has?.includes(need));
        if (lacks || (job.courts && !job.courts.includes(court.id))) faults.push(`unsuitable: ${job.id}`);
        else if (!covers(court.open, place.start, place.end)) faults.push(`closed: ${job.id}`);
      }
    }
    for (const other of placed.slice(index + 1)) {
      const pair = `${job.id} ${other.job.id}`;
      if (place.court !== null && place.court === other.place.court && other.place.start < place.end)
        faults.push(`court: ${pair}`);
      if (!together(job, other.job)) continue;
      if (other.place.start < place.end) faults.push(`people: ${pair}`);
      else if (other.place.start < place.end + restOf(job)) faults.push(`rest: ${pair}`);
    }
    for (const feeder of placed) {
      if (job.after.includes(feeder.job.id) && place.start < feeder.place.end + restOf(feeder.job)) {
        faults.push(`order: ${feeder.job.id} ${job.id}`);
      }
    }
  }
  return faults.sort();
}

function isIn(person: Job['people'][number], job: Job): boolean {
  return job.people.includes(person) || (job.potential ?? []).includes(person);
}

/** Is there somebody who must not be in both at once? */
function together(a: Job, b: Job): boolean {
  const sameDraw = (a.draw ?? 'main') === (b.draw ?? 'main');
  return [...a.people, ...(a.potential ?? [])].some((person) =>
    sameDraw ? a.people.includes(person) && b.people.includes(person) : isIn(person, b),
  );
}

function covers(windows: readonly TimeWindow[], start: number, end: number): boolean {
  // Windows that touch are one: every moment between the borders is in some window.
  const borders = [start, ...windows.flatMap((window) => [window.start, window.end])].filter(
    (time) => time >= start && time < end,
  );
  const open = (time: number): boolean => windows.some((window) => window.start <= time && time < window.end);
  return start === end ? open(start) || windows.some((window) => window.end === start) : borders.every(open);
}

/** The most matches that somebody may have on one day, by trying every way through the draws. */
export function mostPerDay({ jobs, rules }: ScheduleInput, placements: readonly Placement[]): number {
  const people = new Set(jobs.flatMap((job) => [...job.people, ...(job.potential ?? [])]));
  const startOf = new Map(placements.map(({ job, start }) => [job, start]));
  let most = 0;
  for (const day of rules.days ?? []) {
    const today = jobs.filter((job) => {
      const start = startOf.get(job.id);
      return start !== undefined && start >= day.start && start < day.end;
    });
    for (const person of people) {
      const draws = new Set(today.map((job) => job.draw ?? 'main'));
      let count = 0;
      for (const draw of draws) {
        const there = today.filter((job) => (job.draw ?? 'main') === draw && isIn(person, job));
        const open = there.filter((job) => !job.people.includes(person));
        const longest = (job: Job): number =>
          1 + Math.max(0, ...open.filter((other) => job.after.includes(other.id)).map(longest));
        count += there.length - open.length + Math.max(0, ...open.map(longest));
      }
      most = Math.max(most, count);
    }
  }
  return most;
}
