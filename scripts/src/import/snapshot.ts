import { Client, types } from 'pg';

// bigint ids as numbers: what does not fit an integer is refused row by row.
types.setTypeParser(types.builtins.INT8, Number);

/** Rows that are read, and written, at once. */
export const batchSize = 1000;

/** An old database as it was at one moment. */
export interface Snapshot {
  /** Pages of rows in the order of the query, without holding all of them. One query at a time. */
  pages(sql: string): AsyncGenerator<Record<string, unknown>[]>;
  query(sql: string, values: unknown[]): Promise<Record<string, unknown>[]>;
  /** The columns that a table has; none for a table that is not there. */
  columnsOf(table: string): Promise<Set<string>>;
  close(): Promise<void>;
}

/** Times without a zone are UTC, as the old services wrote them. */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const client = new Client({ connectionString: url, application_name: 'import', connectionTimeoutMillis: 10_000 });
  await client.connect();
  await client.query(`set time zone 'UTC'`);
  await client.query('begin isolation level repeatable read read only');
  return {
    async *pages(sql) {
      await client.query(`declare rows no scroll cursor for ${sql}`);
      for (;;) {
        const { rows } = await client.query<Record<string, unknown>>(`fetch ${batchSize} from rows`);
        if (rows.length === 0) break;
        yield rows;
      }
      await client.query('close rows');
    },
    async query(sql, values) {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    },
    async columnsOf(table) {
      const { rows } = await client.query<{ column_name: string }>(
        'select column_name from information_schema.columns where table_schema = current_schema() and table_name = $1',
        [table],
      );
      return new Set(rows.map(({ column_name }) => column_name));
    },
    close: () => client.end(),
  };
}
