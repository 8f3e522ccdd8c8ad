import type { Change, Patch, State, TournamentEvent } from '@gym/tournament-engine';
import { getAt } from '@gym/tournament-engine';
import { z } from 'zod';
import { storedCommand } from './command.js';
import { storedMatch } from './match.js';
import { storedPlan } from './plan.js';
import { storedEntrant, storedHead, storedScore, storedStage, storedTable } from './records.js';

const plan = z.object({ entrants: z.array(z.int()), stages: z.array(storedPlan) });

/** Whole where the record is new or gone; else what differs only. */
const change = <Fields extends z.ZodRawShape>(record: z.ZodObject<Fields>) =>
  z.object({ index: z.int(), before: record.partial().nullable(), after: record.partial().nullable() });

const storedPatch = z.object({
  head: z.object({ before: storedHead, after: storedHead }),
  entrants: z.array(change(storedEntrant)),
  stages: z.array(change(storedStage)),
  tables: z.array(change(storedTable)),
  matches: z.array(change(storedMatch)),
  scores: z.array(change(storedScore)),
  plan: z.object({ before: plan, after: plan }).exactOptional(),
});
type StoredPatch = z.infer<typeof storedPatch>;

/** An event of the engine, as it is kept in `draw_events.event`. */
export const storedEvent = z.discriminatedUnion('type', [
  z.object({ version: z.literal(1), type: z.literal('drawn'), plan }),
  z.object({
    version: z.int(),
    type: z.literal('changed'),
    command: storedCommand,
    patch: storedPatch,
    reset: z.array(z.int()),
    resetScores: z.array(z.int()),
  }),
  z.object({ version: z.int(), type: z.enum(['undone', 'redone']), reverts: z.int(), patch: storedPatch }),
]);
type StoredEvent = z.infer<typeof storedEvent>;

/** What is written of an event: a table of a thousand members loses a number, and not the thousand, with every result. */
export function slimEvent(event: TournamentEvent): unknown {
  if (event.type === 'drawn') return event;
  const { patch } = event;
  return {
    ...event,
    patch: {
      head: patch.head,
      entrants: patch.entrants.map(slim),
      stages: patch.stages.map(({ index, before, after }) =>
        slim({ index, before: before && withoutPlan(before), after: after && withoutPlan(after) }),
      ),
      tables: patch.tables.map(slim),
      matches: patch.matches.map(slim),
      scores: patch.scores.map(slim),
      ...(patch.plan !== undefined && { plan: patch.plan }),
    },
  };
}

/** The plan of a stage is that of the draw. */
export function withoutPlan<T extends { plan: unknown }>({ plan: _plan, ...rest }: T): Omit<T, 'plan'> {
  return rest;
}

function slim<T extends object>({ index, before, after }: Change<T>): Change<Partial<T>> {
  if (before === null || after === null) return { index, before, after };
  // Fields of one record, before and after.
  const differing = (Object.keys(after) as (keyof T)[]).filter((name) => before[name] !== after[name]);
  const only = (record: T): Partial<T> => {
    const part: Partial<T> = {};
    for (const name of differing) part[name] = record[name];
    return part;
  };
  return { index, before: only(before), after: only(after) };
}

/**
 * The event as the engine wrote it.
 * @param known which side of it the state is at: `before` when the event comes next, `after` when it was the last one
 */
export function fullEvent(stored: StoredEvent, state: State, known: 'before' | 'after'): TournamentEvent {
  if (stored.type === 'drawn') return stored;
  const { patch } = stored;
  return { ...stored, patch: fullPatch(patch, state, known) };
}

function fullPatch(patch: StoredPatch, state: State, known: 'before' | 'after'): Patch {
  const { entrants, stages, tables, matches, scores } = patch;
  return {
    head: patch.head,
    entrants: entrants.map((item) => full(item, storedEntrant, (index) => getAt(state.entrants, index), known)),
    stages: stages.map((item) => {
      const { plan } = getAt(state.stages, item.index);
      const { index, before, after } = full(item, storedStage, (at) => withoutPlan(getAt(state.stages, at)), known);
      return { index, before: before && { ...before, plan }, after: after && { ...after, plan } };
    }),
    tables: tables.map((item) => full(item, storedTable, (index) => getAt(state.tables, index), known)),
    matches: matches.map((item) => full(item, storedMatch, (index) => getAt(state.matches, index), known)),
    scores: scores.map((item) => full(item, storedScore, (index) => getAt(state.scores, index), known)),
    ...(patch.plan !== undefined && { plan: patch.plan }),
  };
}

/** @param schema the parts together are a record again, which is checked */
function full<T>(
  { index, before, after }: Change<object>,
  schema: z.ZodType<T>,
  find: (index: number) => object,
  known: 'before' | 'after',
): Change<T> {
  const here = known === 'before' ? before : after;
  const there = known === 'before' ? after : before;
  const present = here === null || there === null ? {} : find(index);
  const whole = (part: object | null): T | null => (part === null ? null : schema.parse({ ...present, ...part }));
  return { index, before: whole(before), after: whole(after) };
}
