import type { Secrets } from '@gym/dev';
import { Pool, types, type PoolClient, type QueryResultRow } from 'pg';

types.setTypeParser(types.builtins.INT8, Number);

export const databaseNames = ['auth-db', 'user-db', 'tournament-db'] as const;
export type DatabaseName = (typeof databaseNames)[number];

/** The databases of the services, seen from outside. */
export interface Databases {
  rows<Row extends QueryResultRow>(name: DatabaseName, sql: string, values?: unknown[]): Promise<Row[]>;
  transaction<T>(name: DatabaseName, work: (client: PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openDatabases(secrets: Secrets): Databases {
  const pools = new Map(
    databaseNames.map((name) => {
      const connectionString = secrets[name]?.['url'];
      if (connectionString === undefined) throw new Error(`there is no url of ${name}`);
      const pool = new Pool({ connectionString, max: 3, connectionTimeoutMillis: 5000 });
      // The server is killed on purpose; the next query reports it if that matters.
      pool.on('error', () => undefined);
      return [name, pool] as const;
    }),
  );
  const poolOf = (name: DatabaseName): Pool => {
    const pool = pools.get(name);
    if (pool === undefined) throw new Error(`there is no ${name}`);
    return pool;
  };
  return {
    async rows<Row extends QueryResultRow>(name: DatabaseName, sql: string, values?: unknown[]) {
      return (await poolOf(name).query<Row>(sql, values)).rows;
    },
    async transaction(name, work) {
      const client = await poolOf(name).connect();
      const onError = (): void => undefined;
      client.on('error', onError);
      let failed = true;
      try {
        await client.query('begin');
        const result = await work(client);
        await client.query('commit');
        failed = false;
        return result;
      } finally {
        client.off('error', onError);
        // A connection with an open transaction is thrown away, which rolls back.
        client.release(failed);
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}
