import { together, type NewEvent, type Transaction } from '@gym/service-kit';
import { EngineError, execute, isCompleted, type Command, type Executed } from '@gym/tournament-engine';
import { appendDrawEvents } from '../store/draw-events.js';
import { updateDraw } from '../store/draws.js';
import { findByNumbers, type MatchRow } from '../store/matches.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { engine } from './refusals.js';
import { readMatches, saveMatches, textChanges } from './save-matches.js';
import { saveRecords } from './save-records.js';
import { settle } from './settle.js';
import { opened, type OpenDraw } from './states.js';

/** A match before and after a command; undefined where it is not there. */
export interface MatchChange {
  before: MatchRow | undefined;
  after: MatchRow | undefined;
}

export interface Played {
  /** The draw after it. */
  draw: OpenDraw;
  changes: MatchChange[];
  /** Matches that lost their result. */
  reset: MatchRow[];
  /** Everybody who is in a match that has changed, before or after it, as they are now. */
  people: ReadonlyMap<number, ParticipantRow>;
  events: NewEvent[];
  /** False when everything was so already, and nothing was written. */
  isChanged: boolean;
}

/** How texts about results change with a command: by number of the match. */
export type Texts = (number: number) => { text: string | null } | undefined;

export interface Execution {
  command: Command;
  texts?: Texts;
  /** Number of the entry of the log that says who did it; the next one when missing. */
  seq?: number;
  /** Of a withdrawal or a disqualification. */
  reason?: string | null;
}

/**
 * Does what a command of the engine asks in a draw of a tournament that is locked: rows, event, points, standings of
 * participants, the status of the tournament. What the caller still has to do: the entry of the log with number `seq`,
 * `events` into the outbox, `draw` to `Change.draws`.
 * @throws AppError when the draw does not allow it; see `engine`
 */
export async function executeCommand(
  tx: Transaction,
  tournament: TournamentRow,
  draw: OpenDraw,
  { command, texts = () => undefined, seq = tournament.version + 1, reason = null }: Execution,
): Promise<Played> {
  const done = await attempted(tx, draw, command);
  const [event] = done.events;
  if (event === undefined) return { draw, changes: [], reset: [], people: new Map(), events: [], isChanged: false };
  const after = opened(draw.row, done.state);
  const found = await readMatches(tx, { before: draw, after }, done.changed, texts);
  const [changes] = await together(
    saveMatches(tx, { before: draw, after }, done.changed, found),
    saveRecords(tx, { before: draw, after }, done.changed),
    updateDraw(tx, draw.row.id, {
      head: done.state.head,
      isCompleted: isCompleted(done.state),
      plan: done.changed.redrawn ? done.state.plan : undefined,
    }),
    appendDrawEvents(tx, draw.row.id, [{ event, texts: textChanges(found), seq }]),
  );
  const resetNumbers = new Set(event.type === 'changed' ? event.reset : []);
  const reset = changes.flatMap(({ after: row }) => (row?.number != null && resetNumbers.has(row.number) ? [row] : []));
  const step = { before: draw, after, changes, reset, changed: done.changed, reason };
  const { people, events } = await settle(tx, tournament, step);
  return { draw: after, changes, reset, people, events, isChanged: true };
}

/** Matches that stand in the way are named by their ids, which the engine does not know. */
async function attempted(tx: Transaction, draw: OpenDraw, command: Command): Promise<Executed> {
  try {
    return execute(draw.state, command);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const rows = error.affected.length === 0 ? [] : await findByNumbers(tx, draw.row.id, error.affected);
    const ids = new Map(rows.map((row) => [row.number, row.id]));
    return engine(
      () => {
        throw error;
      },
      (number) => ids.get(number),
    );
  }
}
