import type { documentApi } from '@gym/contracts';
import type { Labels, Thing } from './labels.js';

type Entry = documentApi.TournamentDocument['history'][number];
type Fields = Record<string, unknown>;

/** Fields of the log and of settings that hold the id of one thing. */
const singular: Partial<Record<string, Thing>> = {
  participant_id: 'participants',
  winner_id: 'participants',
  category_id: 'categories',
  match_id: 'matches',
  court_id: 'courts',
  draw_id: 'draws',
};

/** Fields that hold lists of ids, or of pairs of them; a number in one of them is a count. */
const plural: Partial<Record<string, Thing>> = {
  participants: 'participants',
  order: 'participants',
  seeds: 'participants',
  moved_up: 'participants',
  dropped: 'participants',
  forbidden_pairs: 'participants',
  matches: 'matches',
  reset: 'matches',
  moved: 'matches',
  categories: 'categories',
  courts: 'courts',
};

/** Who did what stays where it was done, and so does what it was made of. */
const accounts: ReadonlySet<string> = new Set(['user_id', 'from_user_id', 'to_user_id']);
const origins: ReadonlySet<string> = new Set(['copy_of', 'template_id', 'users']);

/** An entry of the log with other ids; those of things that are gone by now have labels too. */
export function relabelEntry(entry: Entry, labels: Labels): Entry {
  return {
    ...entry,
    payload: relabelFields(entry.payload, labels),
    affected: relabelFields(entry.affected, labels),
  };
}

/** Fields by the names that the log and settings have for them. */
export function relabelFields<T extends Fields>(fields: T, labels: Labels): T {
  const pairs = Object.entries(fields).flatMap(([name, field]): [string, unknown][] => {
    if (origins.has(name)) return [];
    if (accounts.has(name)) return [[name, null]];
    const thing = Array.isArray(field) ? plural[name] : singular[name];
    return [[name, relabelValue(field, thing, labels)]];
  });
  // The same fields with other numbers in them.
  return Object.fromEntries(pairs) as T;
}

function relabelValue(value: unknown, thing: Thing | undefined, labels: Labels): unknown {
  if (typeof value === 'number') return thing === undefined ? value : labels.of(thing, value);
  if (Array.isArray(value)) return value.map((item) => relabelValue(item, thing, labels));
  return isFields(value) ? relabelFields(value, labels) : value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
