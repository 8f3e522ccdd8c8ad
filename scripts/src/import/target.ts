import type { Queryable, Transaction } from '@gym/service-kit';
import { Client, types, type QueryResultRow } from 'pg';

// count(*) as a number: all of ours stay below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

/** A database of this system, as the import writes it. */
export interface Target {
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** What is open inside of `batch`. */
  readonly transaction: Transaction;
  /** Work that commits as one; in a dry run it stays open until `close`, which takes all of it back. */
  batch<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * What was imported once is remembered beside it: another run skips it, also when it was changed or deleted since.
 * The services do not know this table.
 */
const markers = `create table if not exists imported_rows (
  kind text not null, id integer not null, primary key (kind, id))`;

export async function openTarget(url: string, dryRun: boolean): Promise<Target> {
  const client = new Client({ connectionString: url, application_name: 'import', connectionTimeoutMillis: 10_000 });
  await client.connect();
  if (dryRun) await client.query('begin');
  await client.query(markers);
  const ask: Queryable['query'] = (sql, values) => client.query(sql, values);
  return {
    transaction: { inTransaction: true, query: ask, last: ask },
    async query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
      return (await client.query<Row>(sql, values)).rows;
    },
    async batch(work) {
      if (dryRun) return work();
      await client.query('begin');
      try {
        const outcome = await work();
        await client.query('commit');
        return outcome;
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    },
    async close() {
      if (dryRun) await client.query('rollback');
      await client.end();
    },
  };
}

/** @returns those of the ids that an earlier run, or this one, has imported */
export async function importedAmong(target: Target, kind: string, ids: number[]): Promise<Set<number>> {
  const rows = await target.query<{ id: number }>('select id from imported_rows where kind = $1 and id = any($2)', [
    kind,
    ids,
  ]);
  return new Set(rows.map(({ id }) => id));
}

export async function markImported(target: Target, kind: string, ids: number[]): Promise<void> {
  await target.query('insert into imported_rows (kind, id) select $1, * from unnest($2::integer[])', [kind, ids]);
}

/** Moves the numbers that are given out next behind everything that was imported; never back. */
export async function moveSequence(target: Target, table: string): Promise<void> {
  await target.query(
    `select setval(sequence, greatest(
       (select coalesce(max(id), 1) from ${table}), (select coalesce(max(id), 1) from imported_rows where kind = $1),
       (select coalesce(last_value, 1) from pg_sequences where format('%I.%I', schemaname, sequencename)::regclass = sequence)
     )) from (select pg_get_serial_sequence($1, 'id')::regclass as sequence) found`,
    [table],
  );
}
