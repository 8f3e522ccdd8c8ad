import { LRUCache } from 'lru-cache';
import type { SharedAnswer } from './shared-answer.js';
import { TagClock } from './tag-clock.js';

/** Nothing is kept longer without asking, even if no event tells of a change. */
const freshMs = 30_000;
/** While the service cannot be reached, what is older than this is no longer better than nothing. */
const staleMs = 600_000;
/** After a failure, those who can have something old get it at once for this long. */
const pauseMs = 1000;

/** How an answer came about. */
export type Origin = 'hit' | 'miss' | 'collapsed' | 'stale';

export interface Found {
  answer: SharedAnswer;
  origin: Origin;
  ageMs: number;
}

/**
 * Asks the service.
 * @param canWait false when there is an old answer to fall back on
 * @throws when there is no answer
 */
export type Read = (canWait: boolean) => Promise<SharedAnswer>;

export interface CacheOptions {
  maxBytes: number;
  /** Whether emptyings arrive: while they do not, nothing counts as fresh. */
  isTrusted(): boolean;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

interface Entry {
  answer: SharedAnswer;
  /** The moment of the tag clock at which its reading began, and the time. */
  begun: number;
  readAt: number;
  failedAt: number | undefined;
}

interface Flight {
  begun: number;
  landing: Promise<Found>;
}

/**
 * Answers that are the same for everybody, kept until an event empties one of their tags.
 *
 * At most one reading of a key is under way, however many wait for it. Nobody gets an answer whose reading began before
 * an emptying that was heard before they asked: who joins a reading that turns out to be overtaken so waits for the next.
 */
export class SharedCache {
  private readonly options: CacheOptions;
  private readonly clock = new TagClock();
  private readonly entries: LRUCache<string, Entry>;
  private readonly flights = new Map<string, Flight>();

  constructor(options: CacheOptions) {
    this.options = options;
    this.entries = new LRUCache({
      maxSize: options.maxBytes,
      maxEntrySize: Math.ceil(options.maxBytes / 4),
      sizeCalculation: ({ answer }, key) => answer.size + key.length,
    });
  }

  empty(tags: Iterable<string>): void {
    this.clock.empty(tags);
  }

  emptyAll(): void {
    this.clock.emptyAll();
  }

  /** @throws what `read` throws, to everybody who waits for it */
  async get(key: string, read: Read): Promise<Found> {
    const now = this.options.now();
    const entry = this.entry(key, now);
    if (entry !== undefined && this.isFresh(entry, now)) return found(entry, 'hit', now);
    if (entry?.failedAt !== undefined && now < entry.failedAt + pauseMs) return found(entry, 'stale', now);
    const asked = this.clock.now;
    for (;;) {
      const running = this.flights.get(key);
      const { begun, landing } = running ?? this.takeOff(key, read);
      const landed = await landing;
      const isOvertaken = begun < asked && this.clock.isEmptiedSince(begun, landed.answer.tags);
      if (isOvertaken && landed.origin === 'miss') continue;
      return running !== undefined && landed.origin === 'miss' ? { ...landed, origin: 'collapsed' } : landed;
    }
  }

  private entry(key: string, now: number): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || now < entry.readAt + staleMs) return entry;
    this.entries.delete(key);
    return undefined;
  }

  private isFresh({ answer, begun, readAt }: Entry, now: number): boolean {
    return now < readAt + freshMs && !this.clock.isEmptiedSince(begun, answer.tags) && this.options.isTrusted();
  }

  private takeOff(key: string, read: Read): Flight {
    const begun = this.clock.now;
    const landing = this.land(key, begun, read).finally(() => this.flights.delete(key));
    const flight = { begun, landing };
    this.flights.set(key, flight);
    return flight;
  }

  private async land(key: string, begun: number, read: Read): Promise<Found> {
    const readAt = this.options.now();
    const old = this.entry(key, readAt);
    try {
      const answer = await read(old === undefined);
      if (answer.status >= 500 && old !== undefined) return this.fallBack(old);
      // One that was overtaken is kept too: it is not fresh, but newer than what was there.
      if (answer.tags !== undefined) this.entries.set(key, { answer, begun, readAt, failedAt: undefined });
      else if (answer.status < 500) this.entries.delete(key);
      return { answer, origin: 'miss', ageMs: 0 };
    } catch (error) {
      if (old === undefined) throw error;
      return this.fallBack(old);
    }
  }

  private fallBack(entry: Entry): Found {
    const now = this.options.now();
    entry.failedAt = now;
    return found(entry, 'stale', now);
  }
}

function found({ answer, readAt }: Entry, origin: Origin, now: number): Found {
  return { answer, origin, ageMs: now - readAt };
}
