import { setTimeout as delay } from 'node:timers/promises';
import type { CloudEvent } from '@gym/contracts';
import { unavailable } from '../errors.js';
import type { Logger } from '../logger.js';

/** Where a consumer keeps its place in the events of its producers. */
export interface Ledger {
  /** The highest `seq` up to which every event of the producer has taken effect. */
  position(source: string): Promise<number>;
  /**
   * Applies the events that continue the position, in order; effects and new position are one transaction.
   * Events at or below the position are skipped, and none is applied behind a gap.
   * @returns the position afterwards, which another replica may have moved further
   */
  apply(source: string, events: CloudEvent[]): Promise<number>;
  /** Told when the producer cannot continue the position; the next try asks for the position again. */
  placeLost?(source: string, reason: string): Promise<void>;
}

/**
 * Asks the producer for its events after `position`, in order, and for the number of its last one.
 * @throws PlaceLostError when it cannot continue there
 */
export type Pull = (position: number, limit: number) => Promise<{ events: CloudEvent[]; last_seq: number }>;

/** The producer no longer keeps the events behind a position, or was restored to a time before it. */
export class PlaceLostError extends Error {
  override readonly name = 'PlaceLostError';
}

export interface FeedStatus {
  position: number;
  /** The highest `seq` heard of; more than `position` while something is missing. */
  heard: number;
  /** Why the last try to move on failed. */
  error: string | undefined;
  /** Everything committed before this moment has taken effect, as `performance.now()`; undefined until the first time. */
  caughtUpAt: number | undefined;
}

export interface Feed {
  /** Resolves when the event has taken effect, now or long ago. @throws when it could not yet: deliver it again */
  deliver(event: CloudEvent): Promise<void>;
  /** Asks the producer whether there is more, and applies it. Never throws: the status tells. */
  catchUp(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  status(): FeedStatus;
}

const batchSize = 500;
/** Deliveries wait here for their turn; what does not fit is pulled later. */
const bufferLimit = 5000;
/** Deliveries that run in parallel overtake each other by milliseconds; only a gap that stays is worth a pull. */
const gapPatienceMs = 15;
/** Below the time after which the broker delivers again (processingTimeout of the component). */
const turnTimeoutMs = 10_000;

/**
 * The events of one producer in their order. Deliveries are hints that may come twice, late or out of order; what is
 * missing is pulled from the producer. Push and pull may race: the ledger decides what is new.
 */
export function createFeed(source: string, ledger: Ledger, pull: Pull, log: Logger): Feed {
  const buffer = new Map<number, CloudEvent>();
  const waiting = new Set<{ seq: number; settle: (error?: Error) => void }>();
  let position: number | undefined;
  /** Somebody else may have moved the position, also backwards. */
  let isStale = false;
  let reachedLast = 0;
  let heard = 0;
  let error: string | undefined;
  let mustAsk = false;
  /** When the producer was asked for the last time and answered. */
  let askedAt: number | undefined;
  let caughtUpAt: number | undefined;
  /** Counts the hints: one that comes while a run is about to end must not be overlooked. */
  let hints = 0;
  let running: Promise<void> | undefined;

  function kick(): Promise<void> {
    hints += 1;
    return (running ??= run());
  }

  async function run(): Promise<void> {
    try {
      let at = position;
      for (;;) {
        const known = hints;
        if (at === undefined || isStale) {
          isStale = false;
          at = await ledger.position(source);
        }
        reached(at);
        const batch = await next(at);
        if (batch.length === 0) {
          if (hints === known) break;
          continue;
        }
        const after = await ledger.apply(source, batch);
        if (after === at) throw new Error(`nothing of ${batch.length} events continues ${at}`);
        at = after;
      }
      error = undefined;
      caughtUpAt = askedAt;
    } catch (cause) {
      error = cause instanceof Error ? cause.message : String(cause);
      log.warn(`events of ${source} have to wait`, { position, error: cause });
      position = undefined;
      if (cause instanceof PlaceLostError) await startOver(cause);
      for (const { settle } of waiting) settle(unavailable('The event could not take effect yet.', cause));
    } finally {
      running = undefined;
    }
  }

  async function startOver(cause: PlaceLostError): Promise<void> {
    heard = 0;
    buffer.clear();
    await ledger.placeLost?.(source, cause.message).catch((failure: unknown) => {
      log.error('a lost place cannot be noted', { source, error: failure });
    });
  }

  /** What comes after `at`: from the deliveries if they are complete, else from the producer. */
  async function next(at: number): Promise<CloudEvent[]> {
    if (!buffer.has(at + 1) && buffer.size > 0 && !mustAsk) await delay(gapPatienceMs);
    const delivered = continuing(buffer, at);
    if (delivered.length > 0 || (!mustAsk && heard <= at)) return delivered;
    // Before the question: whoever asks while the answer is on its way wants to know what is true later.
    mustAsk = false;
    const began = performance.now();
    const pulled = await pull(at, batchSize).catch((failure: unknown) => {
      mustAsk = true;
      // What was delivered meanwhile goes on without the producer.
      if (buffer.has(at + 1)) return undefined;
      throw failure;
    });
    if (pulled === undefined) return continuing(buffer, at);
    heard = Math.max(heard, pulled.last_seq);
    mustAsk ||= pulled.events.length === batchSize;
    askedAt = began;
    return pulled.events;
  }

  function reached(at: number): void {
    position = at;
    reachedLast = at;
    heard = Math.max(heard, at);
    for (const seq of buffer.keys()) if (seq <= at) buffer.delete(seq);
    for (const { seq, settle } of waiting) if (seq <= at) settle();
  }

  function turnOf(seq: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.settle(unavailable('The event has not had its turn yet.')), turnTimeoutMs);
      const waiter = {
        seq,
        settle(failure?: Error): void {
          clearTimeout(timer);
          waiting.delete(waiter);
          if (failure) reject(failure);
          else resolve();
        },
      };
      waiting.add(waiter);
    });
  }

  return {
    async deliver(event) {
      const { seq } = event.data;
      if (position !== undefined && seq <= position) return;
      heard = Math.max(heard, seq);
      if (buffer.size < bufferLimit) buffer.set(seq, event);
      const turn = turnOf(seq);
      void kick();
      await turn;
    },
    catchUp() {
      mustAsk = true;
      isStale = true;
      return kick();
    },
    idle: () => running ?? Promise.resolve(),
    status: () => ({ position: reachedLast, heard, error, caughtUpAt }),
  };
}

function continuing(buffer: Map<number, CloudEvent>, at: number): CloudEvent[] {
  const batch: CloudEvent[] = [];
  for (let event = buffer.get(at + 1); event && batch.length < batchSize; event = buffer.get(at + 1 + batch.length)) {
    batch.push(event);
  }
  return batch;
}
