import { setImmediate } from 'node:timers/promises';
import type { FieldFault } from '@gym/service-kit/errors';
import {
  begin,
  EngineError,
  execute,
  isCompleted,
  type Command,
  type State,
  type TournamentEvent,
} from '@gym/tournament-engine';
import { z } from 'zod';
import { storedCommand } from '../play/stored/command.js';
import { storedPlan } from '../play/stored/plan.js';
import { isTooLarge } from '../play/draw.js';
import type { TextChange } from '../store/draw-events.js';
import { digestOf } from './digest.js';
import { faultsOf } from './faults.js';
import type { Document } from './labels.js';

type Draw = Document['draws'][number];

/** What the commands of a document came to when they were done again. */
export interface Replayed {
  draw: Draw;
  state: State;
  /** `entry`: of the history. */
  events: { event: TournamentEvent; texts: TextChange[]; entry: number }[];
}

/** Of all draws of a document; a person waits for it. */
export const replayMs = 10_000;
const tooLong = `comes after more than ${replayMs / 1000} seconds of work`;
const perPause = 50;
const backward = z.object({ type: z.enum(['undo', 'redo']) });

/**
 * Does everything that was done in a draw again: nothing of its state is taken from the document. Other requests are
 * heard in between.
 * @param deadline of `performance.now()`
 */
export async function replayDraw(
  draw: Draw,
  pointer: string,
  deadline: number,
): Promise<{ replayed: Replayed } | { faults: FieldFault[] }> {
  if (performance.now() > deadline) return fault(pointer, tooLong);
  const stages = z.array(storedPlan).safeParse(draw.stages);
  if (!stages.success) return { faults: faultsOf(stages.error, `${pointer}/stages`) };
  if (isTooLarge(stages.data, draw.entrants.length)) return fault(`${pointer}/stages`, 'makes too many matches');
  const begun = attempt(() => begin({ entrants: draw.entrants, stages: stages.data }));
  if ('refusal' in begun) return fault(`${pointer}/stages`, begun.refusal);
  let { state } = begun.value;
  const events: Replayed['events'] = begun.value.events.map((event) => ({ event, texts: [], entry: draw.entry }));
  for (const [index, { command: given, texts, entry }] of draw.events.entries()) {
    const at = `${pointer}/events/${index}`;
    if (index % perPause === perPause - 1) await setImmediate();
    if (performance.now() > deadline) return fault(at, tooLong);
    const parsed = readCommand(given, state, events);
    if (!parsed.success) return { faults: faultsOf(parsed.error, `${at}/command`) };
    const done = attempt(() => execute(state, parsed.data));
    if ('refusal' in done) return fault(`${at}/command`, done.refusal);
    const [event] = done.value.events;
    if (event === undefined) return fault(`${at}/command`, 'changes nothing');
    state = done.value.state;
    events.push({ event, texts, entry });
  }
  const faults = [...endFaults(draw, state, pointer)];
  return faults.length > 0 ? { faults } : { replayed: { draw, state, events } };
}

/** The engine takes back an event that it is shown; where there is none it hears of the first, which stays. */
function readCommand(given: unknown, { head }: State, events: Replayed['events']): z.ZodSafeParseResult<Command> {
  const back = backward.safeParse(given);
  if (!back.success) return storedCommand.safeParse(given);
  const { type } = back.data;
  const version = (type === 'undo' ? head.past : head.future) ?? 1;
  const shown = events[version - 1];
  if (shown === undefined) throw new Error(`event ${version} of a draw is not among its ${events.length}`);
  return { success: true, data: { type, event: shown.event } };
}

function* endFaults(draw: Draw, state: State, pointer: string): Generator<FieldFault> {
  const { size } = state.matches;
  if (draw.matches.length !== size)
    yield { pointer: `${pointer}/matches`, message: `must be ${size}, as it is played` };
  if ((draw.completed_at !== null) !== isCompleted(state)) {
    const message = isCompleted(state) ? 'must say when: everything is decided' : 'must be null: it goes on';
    yield { pointer: `${pointer}/completed_at`, message };
  }
  for (const [index, { number }] of draw.texts.entries()) {
    if (number >= size) yield { pointer: `${pointer}/texts/${index}/number`, message: 'is no match of this draw' };
  }
  if (digestOf(state) !== draw.digest) {
    const message = 'is of another state: the draw was changed, or comes from a version that plays otherwise';
    yield { pointer: `${pointer}/digest`, message };
  }
}

/** What a document asks for may be anything; what the engine does not know how to refuse is no use either. */
function attempt<T>(work: () => T): { value: T } | { refusal: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { refusal: error instanceof EngineError ? error.message : 'cannot be played' };
  }
}

function fault(pointer: string, message: string): { faults: FieldFault[] } {
  return { faults: [{ pointer, message }] };
}
