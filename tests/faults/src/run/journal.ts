import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';

/** ack: the server said yes. maybe: it never answered, and nobody asked again. */
const outcome = z.enum(['ack', 'maybe']);

export const entry = z.discriminatedUnion('op', [
  z.object({ op: z.literal('register'), outcome, email: z.string(), name: z.string(), role: z.string() }),
  z.object({ op: z.literal('standing'), outcome, user_id: z.int(), action: z.enum(['approve', 'ban', 'unban']) }),
  z.object({ op: z.literal('delete-user'), outcome, user_id: z.int(), email: z.string() }),
  z.object({ op: z.literal('create'), outcome, name: z.string(), id: z.int().nullable() }),
  z.object({ op: z.literal('delete-tournament'), outcome, id: z.int() }),
  z.object({ op: z.literal('enter'), outcome, tournament: z.int(), names: z.array(z.string()) }),
  z.object({ op: z.literal('approve-entry'), outcome, tournament: z.int(), participant: z.int() }),
  z.object({ op: z.literal('draw'), outcome, tournament: z.int(), matches: z.int() }),
  z.object({
    op: z.literal('result'),
    outcome,
    tournament: z.int(),
    match: z.int(),
    winner: z.int(),
    /** Different in every report, so that each can be found again. */
    score: z.string(),
    /** The same for reports that were sent at once, of which either may be the last. */
    race: z.string().nullable(),
  }),
]);
export type Entry = z.infer<typeof entry>;
export type EntryOf<Op extends Entry['op']> = Extract<Entry, { op: Op }>;

/** What was acknowledged, on disk before it is used: one line of JSON per write. */
export interface Journal {
  write(item: Entry): void;
  read(): Entry[];
  count(which: 'ack' | 'maybe'): number;
}

export function openJournal(file: string): Journal {
  closeSync(openSync(file, 'w'));
  const handle = openSync(file, 'a');
  const counts = { ack: 0, maybe: 0 };
  return {
    write(item) {
      writeSync(handle, `${JSON.stringify(item)}\n`);
      counts[item.outcome] += 1;
    },
    read() {
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.filter((line) => line !== '').map((line) => entry.parse(JSON.parse(line)));
    },
    count: (which) => counts[which],
  };
}
