import type { Table } from './report.js';

const everyMs = 2000;

/** A line now and then, for runs that take long. */
export interface Progress {
  advance(table: Table, rows: number): void;
}

export function createProgress(say: (line: string) => void): Progress {
  const done = new Map<Table, number>();
  let nextAt = Date.now() + everyMs;
  return {
    advance(table, rows) {
      const total = (done.get(table) ?? 0) + rows;
      done.set(table, total);
      if (Date.now() < nextAt) return;
      nextAt = Date.now() + everyMs;
      say(`${table}: ${total} rows`);
    },
  };
}
