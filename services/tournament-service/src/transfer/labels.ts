import type { documentApi } from '@gym/contracts';
import { relabelEntry, relabelFields } from './history.js';

export type Document = documentApi.TournamentDocument;

/** What has ids of its own. */
export const things = ['participants', 'categories', 'courts', 'draws', 'matches'] as const;
export type Thing = (typeof things)[number];

/** What ids become. */
export interface Labels {
  of(thing: Thing, id: number): number;
  /** @returns null for somebody who has no account on the other side */
  person(id: number): number | null;
}

/** The same document with other ids. */
export function relabel(document: Document, labels: Labels): Document {
  const person = (id: number | null): number | null => (id === null ? null : labels.person(id));
  const optional = (thing: Thing, id: number | null): number | null => (id === null ? null : labels.of(thing, id));
  const { settings } = document.tournament;
  return {
    ...document,
    tournament: {
      ...document.tournament,
      settings: { ...settings, format: relabelFields(settings.format, labels) },
    },
    people: document.people.flatMap((one) => keyed(one, 'id', labels.person(one.id))),
    staff: document.staff.flatMap((one) => keyed(one, 'person', labels.person(one.person))),
    categories: document.categories.map((one) => ({ ...one, id: labels.of('categories', one.id) })),
    participants: document.participants.map((one) => ({
      ...one,
      id: labels.of('participants', one.id),
      person: person(one.person),
      category: optional('categories', one.category),
      roster: one.roster.map((member) => ({ ...member, person: person(member.person) })),
    })),
    draws: document.draws.map((one) => ({
      ...one,
      id: labels.of('draws', one.id),
      category: optional('categories', one.category),
      entrants: one.entrants.map((id) => labels.of('participants', id)),
      events: one.events.map((event) => ({ ...event, command: relabelCommand(event.command, labels) })),
      matches: one.matches.map((id) => labels.of('matches', id)),
    })),
    schedule: relabelSchedule(document.schedule, labels),
    calls: document.calls.map((one) => ({ ...one, match: labels.of('matches', one.match) })),
    reports: document.reports.map((one) => ({
      ...one,
      match: labels.of('matches', one.match),
      participant: labels.of('participants', one.participant),
      person: person(one.person),
      result: {
        ...one.result,
        ...(one.result.winner_id !== undefined && { winner_id: labels.of('participants', one.result.winner_id) }),
      },
    })),
    history: document.history.map((entry) => relabelEntry(entry, labels)),
  };
}

function keyed<T, Name extends keyof T>(one: T, name: Name, id: T[Name] | null): T[] {
  return id === null ? [] : [{ ...one, [name]: id }];
}

type Command = Document['draws'][number]['events'][number]['command'];

/** Entrants are numbers of the draw; only who comes in later has an id. */
function relabelCommand(command: Command, labels: Labels): Command {
  const { type, id } = command;
  const comes = (type === 'enter' || type === 'substitute') && typeof id === 'number';
  return comes ? { ...command, id: labels.of('participants', id) } : command;
}

function relabelSchedule({ settings, courts, slots }: Document['schedule'], labels: Labels): Document['schedule'] {
  return {
    settings: settings && {
      ...settings,
      categories: settings.categories.map((one) => ({
        ...one,
        category_id: labels.of('categories', one.category_id),
        ...(one.courts && { courts: one.courts.map((id) => labels.of('courts', id)) }),
      })),
    },
    courts: courts.map((one) => ({ ...one, id: labels.of('courts', one.id) })),
    slots: slots.map((one) => ({
      ...one,
      match: labels.of('matches', one.match),
      court: labels.of('courts', one.court),
    })),
  };
}

type Named = Thing | 'people';

/** The ids that a document names, in their order. */
export function idsIn(document: Document): ReadonlyMap<Named, number[]> {
  const seen = new Map<Named, Set<number>>();
  const see = (thing: Named, id: number): number => {
    seen.set(thing, (seen.get(thing) ?? new Set()).add(id));
    return id;
  };
  relabel(document, { of: see, person: (id) => see('people', id) });
  return new Map([...seen].map(([thing, ids]) => [thing, [...ids].toSorted((a, b) => a - b)]));
}

/** Numbers from 1 in the order of the ids: they say nothing of where they come from, and keep the order of everything. */
export function numbered(document: Document): Document {
  const numbers = new Map(
    [...idsIn(document)].map(([thing, list]) => [thing, new Map(list.map((id, index) => [id, index + 1]))]),
  );
  const of = (thing: Named, id: number): number => numbers.get(thing)?.get(id) ?? Number.NaN;
  return relabel(document, { of, person: (id) => of('people', id) });
}
