import type { FieldFault } from '@gym/service-kit/errors';
import type { Document } from './labels.js';

/** Everything that a document names is in it, and nothing is there twice. */
export function* referenceFaults(document: Document): Generator<FieldFault> {
  const { people, staff, categories, participants, draws, schedule, calls, reports } = document;
  const all = {
    person: unique(people, ({ id }) => id),
    category: unique(categories, ({ id }) => id),
    participant: unique(participants, ({ id }) => id),
    court: unique(schedule.courts, ({ id }) => id),
    match: new Set(draws.flatMap(({ matches }) => matches)),
  };
  yield* twice('people', 'id', people, ({ id }) => id);
  yield* twice('staff', 'person', staff, ({ person }) => person);
  yield* twice('categories', 'id', categories, ({ id }) => id);
  yield* twice('categories', 'name', categories, ({ name }) => name.toLowerCase());
  yield* twice('participants', 'id', participants, ({ id }) => id);
  yield* twice('participants', 'person', participants, ({ person }) => person);
  yield* twice('draws', 'id', draws, ({ id }) => id);
  yield* twice('draws', 'category', draws, ({ category }) => category ?? 0);
  yield* twice('schedule/courts', 'id', schedule.courts, ({ id }) => id);
  yield* twice('schedule/courts', 'name', schedule.courts, ({ name }) => name.toLowerCase());
  yield* twice('schedule/slots', 'match', schedule.slots, ({ match }) => match);
  yield* twice('calls', 'match', calls, ({ match }) => match);
  yield* twice('reports', 'participant', reports, ({ match, participant }) => `${match}.${participant}`);
  yield* unknown('staff', 'person', staff, all.person);
  yield* unknown('participants', 'person', participants, all.person);
  yield* unknown('participants', 'category', participants, all.category);
  yield* unknown('draws', 'category', draws, all.category);
  yield* unknown('schedule/slots', 'match', schedule.slots, all.match);
  yield* unknown('schedule/slots', 'court', schedule.slots, all.court);
  yield* unknown('calls', 'match', calls, all.match);
  yield* unknown('reports', 'match', reports, all.match);
  yield* unknown('reports', 'participant', reports, all.participant);
  yield* unknown('reports', 'person', reports, all.person);
  yield* matchFaults(document);
  for (const [index, { role, courts }] of staff.entries()) {
    if (role === 'organiser' && courts !== null) {
      yield { pointer: `#/document/staff/${index}/courts`, message: 'are for referees' };
    }
  }
  yield* rosterFaults(document, all.person);
}

const unique = <T>(items: readonly T[], keyOf: (item: T) => number): Set<number> => new Set(items.map(keyOf));

function* twice<T>(
  list: string,
  field: string,
  items: readonly T[],
  keyOf: (item: T) => number | string | null,
): Generator<FieldFault> {
  const seen = new Set<number | string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (key === null) continue;
    if (seen.has(key)) yield { pointer: `#/document/${list}/${index}/${field}`, message: 'is there twice' };
    seen.add(key);
  }
}

function* unknown<Name extends string>(
  list: string,
  field: Name,
  items: readonly Record<Name, number | null>[],
  known: ReadonlySet<number>,
): Generator<FieldFault> {
  for (const [index, item] of items.entries()) {
    const id = item[field];
    if (id === null || known.has(id)) continue;
    yield { pointer: `#/document/${list}/${index}/${field}`, message: 'is not in the document' };
  }
}

function* matchFaults({ draws }: Document): Generator<FieldFault> {
  const seen = new Set<number>();
  for (const [at, { matches }] of draws.entries()) {
    for (const [index, id] of matches.entries()) {
      if (seen.has(id)) yield { pointer: `#/document/draws/${at}/matches/${index}`, message: 'is there twice' };
      seen.add(id);
    }
  }
}

function* rosterFaults({ participants }: Document, people: ReadonlySet<number>): Generator<FieldFault> {
  const inTeams = new Set<number>();
  for (const [at, { roster, planned_seed, seed_locked }] of participants.entries()) {
    const pointer = `#/document/participants/${at}`;
    if (seed_locked && planned_seed === null) {
      yield { pointer: `${pointer}/seed_locked`, message: 'needs a planned_seed' };
    }
    if (roster.filter(({ role }) => role === 'captain').length > 1) {
      yield { pointer: `${pointer}/roster`, message: 'has several captains' };
    }
    for (const [index, { person, is_active }] of roster.entries()) {
      const field = `${pointer}/roster/${index}/person`;
      if (person === null) continue;
      if (!people.has(person)) yield { pointer: field, message: 'is not in the document' };
      if (is_active && inTeams.has(person)) yield { pointer: field, message: 'is in another team' };
      if (is_active) inTeams.add(person);
    }
  }
}
