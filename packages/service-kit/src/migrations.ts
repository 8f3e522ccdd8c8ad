import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { Database } from './database.js';
import type { Logger } from './logger.js';

/** A newer version of this service took something away that the old code needs; running it could do damage. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

const kitMigrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Applies the SQL files that are missing: the kit's tables (outbox, inbox), then those of the service in `directory`. */
export async function migrate(database: Database, directory: string, log: Logger): Promise<void> {
  const client = await database.connect();
  try {
    await apply(client, kitMigrations, 'kit_migrations', log);
    await apply(client, directory, 'migrations', log);
  } finally {
    await client.end();
  }
}

/** Under an advisory lock, because replicas may start together. */
async function apply(client: pg.Client, directory: string, table: string, log: Logger): Promise<void> {
  await refuseNewer(client, directory, table, log);
  // Loaded here: a service without a database does not need it.
  const { runner } = await import('node-pg-migrate');
  await runner({
    dbClient: client,
    dir: directory,
    direction: 'up',
    migrationsTable: table,
    advisoryLockMode: 'wait',
    log: (message: string) => log.debug(message),
  });
}

/** A migration that takes something away says so in its name (docs/releases.md); old code works with all others. */
const contract = /_contract_/;

async function refuseNewer(client: pg.Client, directory: string, table: string, log: Logger): Promise<void> {
  const exists = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table]);
  if (exists.rows[0]?.found !== true) return;
  const known = new Set((await readdir(directory)).map((file) => file.replace(/\.sql$/, '')));
  const applied = await client.query<{ name: string }>(`select name from ${table} order by id`);
  const unknown = applied.rows.filter((row) => !known.has(row.name)).map((row) => row.name);
  const contracts = unknown.filter((name) => contract.test(name));
  if (contracts.length > 0) {
    throw new NewerDatabaseError(`A newer version took away what this one needs: ${contracts.join(', ')}`);
  }
  if (unknown.length > 0) log.warn('the database was migrated by a newer version', { migrations: unknown });
}
