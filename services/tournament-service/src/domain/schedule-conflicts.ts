import type { scheduleApi } from '@gym/contracts';
import type { Conflict, JobId, PersonId, Placement } from '@gym/tournament-engine';

const minute = 60_000;

/**
 * What nobody can play: two matches on one court, a person who surely is in two matches, a match before the end of the
 * one that feeds it. Everything else is inconvenient, and staff may want it.
 */
export function isHard(conflict: Conflict, places: ReadonlyMap<JobId, Placement>): boolean {
  if (conflict.kind === 'court') return true;
  if (conflict.kind === 'people') return conflict.certain;
  if (conflict.kind !== 'order') return false;
  const [before, after] = conflict.jobs.map((job) => places.get(job));
  return before !== undefined && after !== undefined && after.start < before.end;
}

/** @param places where the conflicts were found */
export function describeConflicts(
  conflicts: readonly Conflict[],
  places: ReadonlyMap<JobId, Placement>,
  courts: readonly Pick<scheduleApi.Court, 'id' | 'name'>[],
): scheduleApi.ScheduleConflict[] {
  return conflicts.map((conflict) => ({
    kind: conflict.kind,
    is_hard: isHard(conflict, places),
    matches: conflict.jobs.map(Number),
    participants: 'people' in conflict ? known(conflict.people) : 'person' in conflict ? known([conflict.person]) : [],
    court_id: 'court' in conflict && conflict.court !== null ? Number(conflict.court) : null,
    missing_minutes: 'missing' in conflict ? Math.ceil(conflict.missing / minute) : null,
    message: sentenceOf(conflict, courts),
  }));
}

/** Places of groups whose people nobody knows yet have names, not numbers. */
function known(people: readonly PersonId[]): number[] {
  return people.filter((person) => typeof person === 'number');
}

/** Of each kind, for people. */
const sentences: Record<
  Conflict['kind'],
  (about: { first: string; second: string; missing: string; court: string; may: boolean }) => string
> = {
  court: ({ first, second, court }) => `${court} is taken: ${first} and ${second} are there at the same time.`,
  people: ({ first, second, may }) => `Somebody ${may ? 'may be' : 'is'} in ${first} and ${second} at the same time.`,
  rest: ({ first, second, missing, may }) =>
    `Between ${first} and ${second} somebody ${may ? 'may rest' : 'rests'} ${missing} too little.`,
  order: ({ first, second, missing }) => `${second} waits for ${first}: ${missing} are missing between them.`,
  closed: ({ first, court }) => `${court} is not open all the time of ${first}.`,
  unsuitable: ({ first, court }) => `${court} is not meant for ${first}.`,
  absent: ({ first, may }) => `Somebody who ${may ? 'may be' : 'is'} in ${first} is not there all the time.`,
  early: ({ first, missing }) => `${first} is ${missing} too early.`,
  lock: ({ first }) => `${first} is not where it is locked.`,
  'per-day': () => 'Somebody has too many matches on one day.',
};

function sentenceOf(conflict: Conflict, courts: readonly Pick<scheduleApi.Court, 'id' | 'name'>[]): string {
  const [first = '', second = ''] = conflict.jobs.map((job) => `match ${job}`);
  const court = 'court' in conflict ? courts.find(({ id }) => id === conflict.court)?.name : undefined;
  const sentence = sentences[conflict.kind]({
    first,
    second,
    missing: 'missing' in conflict ? `${Math.ceil(conflict.missing / minute)} minutes` : '',
    court: court ?? 'The court',
    may: 'certain' in conflict && !conflict.certain,
  });
  return sentence.replace(/^match/, 'Match');
}
