import type { Queryable, Transaction } from '@gym/service-kit';
import type { TournamentEvent } from '@gym/tournament-engine';
import { z } from 'zod';
import { slimEvent, storedEvent } from '../play/stored/event.js';

/** What people wrote about the result of a match, before and after an event; the engine knows numbers only. */
const textChange = z.object({ number: z.int(), before: z.string().nullable(), after: z.string().nullable() });
export type TextChange = z.infer<typeof textChange>;

const eventRow = z.object({ version: z.int(), event: storedEvent, texts: z.array(textChange) });
export type DrawEventRow = z.infer<typeof eventRow>;

export interface NewDrawEvent {
  event: TournamentEvent;
  texts: readonly TextChange[];
  /** The number of the entry of the log that belongs to it. */
  seq: number;
}

export async function appendDrawEvents(
  tx: Transaction,
  drawId: number,
  events: readonly NewDrawEvent[],
): Promise<void> {
  await tx.query(
    `insert into draw_events (draw_id, version, event, texts, log_seq)
     select $1, * from unnest($2::integer[], $3::jsonb[], $4::jsonb[], $5::integer[])`,
    [
      drawId,
      events.map(({ event }) => event.version),
      events.map(({ event }) => JSON.stringify(slimEvent(event))),
      events.map(({ texts }) => JSON.stringify(texts)),
      events.map(({ seq }) => seq),
    ],
  );
}

/** In order, the first one after `after`. */
export async function listDrawEvents(
  db: Queryable,
  drawId: number,
  { after, limit }: { after: number; limit: number },
): Promise<DrawEventRow[]> {
  const { rows } = await db.query(
    'select version, event, texts from draw_events where draw_id = $1 and version > $2 order by version limit $3',
    [drawId, after, limit],
  );
  return rows.map((row) => eventRow.parse(row));
}
