import { databaseNames } from '../run/databases.js';
import { subscriptions } from '../measure/positions.js';
import type { Check } from './check.js';

export const outboxes: Check = {
  name: 'the events of every producer are numbered without a gap and all published',
  async run({ databases }, complain) {
    for (const database of databaseNames) {
      const [row] = await databases.rows<Record<string, number>>(
        database,
        `select (select last_seq from outbox_sequence) as last_seq, count(*) as count, coalesce(min(seq), 1) as first,
           coalesce(max(seq), 0) as last, count(*) filter (where published_at is null) as unpublished,
           count(*) filter (where dead_at is not null) as dead from outbox`,
      );
      const { last_seq, count, first, last, unpublished, dead } = row ?? {};
      const seen = `${database}: ${JSON.stringify(row)}`;
      if (first !== 1 || last !== last_seq || count !== last_seq) complain('lost', seen);
      if (unpublished !== 0 || dead !== 0) complain('mismatch', seen);
    }
  },
};

export const inboxes: Check = {
  name: 'every consumer has applied everything its producers said',
  async run({ databases }, complain) {
    for (const { consumer, producer, source } of subscriptions) {
      const positions = await databases.rows<{ seq: number }>(
        consumer,
        'select seq from inbox_positions where source = $1',
        [source],
      );
      const ends = await databases.rows<{ last_seq: number }>(producer, 'select last_seq from outbox_sequence');
      const [position, end] = [positions[0]?.seq ?? 0, ends[0]?.last_seq ?? 0];
      if (position !== end) complain('lost', `${consumer} is at ${position} of ${end} events of ${source}`);
    }
    for (const database of databaseNames) {
      const sql = 'select source, seq, type, subject, error from dead_events';
      for (const row of await databases.rows(database, sql)) {
        complain('lost', `a dead event in ${database}: ${JSON.stringify(row)}`);
      }
    }
  },
};
