import { randomUUID } from 'node:crypto';
import { askExtent, type Sidecar } from '@gym/service-kit';
import { z } from 'zod';

/** How far the events of a producer are kept, and which replica is at work on those that follow. */
const place = z.object({
  version: z.literal(1),
  seq: z.int(),
  holder: z.uuid().nullable(),
  /** Milliseconds since 1970. Clocks may differ: two replicas at work at once do the same twice, and no harm. */
  held_until: z.number(),
});

/** A place as it was read. */
export interface EventPlace extends Omit<z.infer<typeof place>, 'version'> {
  readonly etag: string | null;
}

/** Positions in the events of producers, for all replicas. @throws when the store or a producer does not answer */
export interface EventPlaces {
  /** Up to the last event that is kept; without a place everything counts that the producer still has. */
  read(source: string): Promise<EventPlace>;
  /** @returns whether it is this replica's turn to go on from there */
  claim(source: string, from: EventPlace): Promise<boolean>;
  /** Ends the turn. @returns the position afterwards, which stays when somebody else has taken the turn over */
  moveOn(source: string, seq: number): Promise<number>;
  /** The producer cannot continue the place: it begins anew. */
  reset(source: string): Promise<void>;
}

/** Longer than a batch takes; a replica that dies in its turn is waited for that long. */
const turnMs = 15_000;

export function createEventPlaces(sidecar: Sidecar): EventPlaces {
  const replica = randomUUID();

  async function begin(source: string): Promise<number> {
    const { first_seq, last_seq } = await askExtent(sidecar, source);
    return first_seq ? first_seq - 1 : last_seq;
  }

  async function read(source: string): Promise<EventPlace> {
    const found = await sidecar.readState(keyOf(source));
    const known = place.safeParse(found?.value).data;
    return { etag: found?.etag ?? null, ...(known ?? { seq: await begin(source), holder: null, held_until: 0 }) };
  }

  function write(source: string, etag: string | null, seq: number, holder: string | null = null): Promise<boolean> {
    const held_until = holder === null ? 0 : Date.now() + turnMs;
    return sidecar.writeState(keyOf(source), { version: 1, seq, holder, held_until }, { etag });
  }

  return {
    read,
    async claim(source, { etag, seq, holder, held_until }) {
      const isFree = holder === null || holder === replica || held_until < Date.now();
      return isFree && (await write(source, etag, seq, replica));
    },
    async moveOn(source, seq) {
      const { etag, holder } = await read(source);
      if (holder === replica && (await write(source, etag, seq))) return seq;
      return (await read(source)).seq;
    },
    async reset(source) {
      const { etag } = await read(source);
      // Whoever wrote in between has reset it too, or finds out as we did.
      await write(source, etag, await begin(source));
    },
  };
}

function keyOf(source: string): string {
  return `kept-events-${source}`;
}
