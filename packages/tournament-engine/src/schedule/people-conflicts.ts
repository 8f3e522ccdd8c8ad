import type { Conflict } from './conflict.js';
import { excludes } from './people.js';
import { meetings, type Placed } from './placed.js';
import { windowAround } from './windows.js';
import type { Hold, Person } from './task.js';

/** Matches that have people in common and are too near to each other; one conflict for each pair. */
export function peopleConflicts(placed: readonly Placed[]): Conflict[] {
  const pairs = new Map<Placed, Map<Placed, Conflict>>();
  for (const [person, visits] of byPerson(placed)) {
    const holds = new Map(visits.map(({ item, hold }) => [item, hold]));
    meetings(
      visits.map(({ item }) => item),
      ({ task, placement }) => placement.end + task.rest,
      (first, second) => {
        const [one, other] = [holds.get(first), holds.get(second)];
        if (one && other && excludes(one, other)) note(pairs, first, second, person, one.certain && other.certain);
      },
    );
  }
  return [...pairs.values()].flatMap((found) => Array.from(found.values()));
}

function byPerson(placed: readonly Placed[]): Map<Person, { item: Placed; hold: Hold }[]> {
  const visits = new Map<Person, { item: Placed; hold: Hold }[]>();
  for (const item of placed) {
    for (const hold of item.task.holds) {
      const list = visits.get(hold.person);
      if (list) list.push({ item, hold });
      else visits.set(hold.person, [{ item, hold }]);
    }
  }
  return visits;
}

function note(
  pairs: Map<Placed, Map<Placed, Conflict>>,
  first: Placed,
  second: Placed,
  { id }: Person,
  certain: boolean,
): void {
  const found = pairs.get(first) ?? new Map<Placed, Conflict>();
  pairs.set(first, found);
  const known = found.get(second);
  if (known !== undefined && 'people' in known) {
    known.people.push(id);
    known.certain ||= certain;
    return;
  }
  const shared = { jobs: pairOf(first, second), people: [id], certain };
  const missing = first.placement.end + first.task.rest - second.placement.start;
  const together = first.placement.end > second.placement.start;
  found.set(second, together ? { kind: 'people', ...shared } : { kind: 'rest', ...shared, missing });
}

function pairOf(first: Placed, second: Placed): [Placed['task']['job']['id'], Placed['task']['job']['id']] {
  return [first.task.job.id, second.task.job.id];
}

/** Those of a match who are not there all the time. */
export function absences({ task, placement }: Placed): Conflict[] {
  const away = task.holds.filter(
    ({ person }) => person.windows && !windowAround(person.windows, placement.start, placement.end),
  );
  if (away.length === 0) return [];
  const people = away.map(({ person }) => person.id);
  return [{ kind: 'absent', jobs: [task.job.id], people, certain: away.some((hold) => hold.certain) }];
}
