import { databaseNames, type DatabaseName, type Databases } from '../run/databases.js';
import type { Violations } from '../run/violations.js';
import { delay } from '../run/wait.js';

/** Who keeps a position in whose events. */
export const subscriptions: readonly { consumer: DatabaseName; producer: DatabaseName; source: string }[] = [
  { consumer: 'auth-db', producer: 'user-db', source: 'user-service' },
  { consumer: 'user-db', producer: 'auth-db', source: 'auth-service' },
  { consumer: 'user-db', producer: 'tournament-db', source: 'tournament-service' },
  { consumer: 'tournament-db', producer: 'user-db', source: 'user-service' },
];

export type Marks = Map<DatabaseName, number>;

/** The number of the last event of each producer. */
export async function lastSequences(databases: Databases): Promise<Marks> {
  const marks: Marks = new Map();
  for (const name of databaseNames) {
    const rows = await databases.rows<{ last_seq: number }>(name, 'select last_seq from outbox_sequence');
    marks.set(name, rows[0]?.last_seq ?? 0);
  }
  return marks;
}

async function positionOf(databases: Databases, consumer: DatabaseName, source: string): Promise<number> {
  const sql = 'select seq from inbox_positions where source = $1';
  return (await databases.rows<{ seq: number }>(consumer, sql, [source]))[0]?.seq ?? 0;
}

/** The consumers that are not there yet, with their distance. */
export async function behind(databases: Databases, marks: Marks): Promise<string[]> {
  const late: string[] = [];
  for (const { consumer, producer, source } of subscriptions) {
    const position = await positionOf(databases, consumer, source);
    const mark = marks.get(producer) ?? 0;
    if (position < mark) late.push(`${consumer} is at ${position} of ${mark} events of ${source}`);
  }
  return late;
}

/** Looks at all positions all the time: none may ever go back. */
export function watchPositions(databases: Databases, violations: Violations): { stop(): Promise<void> } {
  const highest = new Map<string, number>();
  let stopped = false;
  async function look(): Promise<void> {
    for (const { consumer, source } of subscriptions) {
      const key = `${consumer} in the events of ${source}`;
      const position = await positionOf(databases, consumer, source);
      const before = highest.get(key) ?? 0;
      if (position < before) violations.add('order', 'positions', `${key} went from ${before} back to ${position}`);
      highest.set(key, position);
    }
  }
  async function run(): Promise<void> {
    while (!stopped) {
      await look().catch(() => undefined); // PostgreSQL is killed now and then
      await delay(300);
    }
  }
  const running = run();
  return {
    async stop() {
      stopped = true;
      await running;
    },
  };
}
