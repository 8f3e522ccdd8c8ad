import type { Api } from '../run/api.js';
import type { Journal } from '../run/journal.js';
import type { Random } from '../run/random.js';
import type { Violations } from '../run/violations.js';
import type { Availability } from '../measure/availability.js';
import type { Account } from './session.js';

export interface Person extends Account {
  name: string;
  role: 'member' | 'trainer';
  id: number | undefined;
  isApproved: boolean;
  isBanned: boolean;
  /** One activity at a time knows what is true about somebody. */
  isBusy: boolean;
}

/** What the activities of the load share. */
export interface World {
  readonly api: Api;
  readonly journal: Journal;
  readonly availability: Availability;
  readonly violations: Violations;
  readonly random: Random;
  readonly admin: Account;
  readonly people: Person[];
  /** Tournaments under way, which screens watch. */
  readonly open: Set<number>;
  /** All that have been acknowledged and not deleted. */
  readonly known: number[];
  isStopping: boolean;
}

/** Somebody nobody else is busy with. The caller gives them back. */
export function borrow(world: World, suits: (person: Person) => boolean): Person | undefined {
  const person = world.random.pick(world.people.filter((candidate) => !candidate.isBusy && suits(candidate)));
  if (person) person.isBusy = true;
  return person;
}

/** Nobody knows any more what is true about this person: nothing more is asked of them. */
export function leaveAlone(world: World, person: Person): void {
  world.people.splice(world.people.indexOf(person), 1);
}
