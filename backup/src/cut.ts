import { Client, types } from 'pg';
import { z } from 'zod';
import { BackupError, messageOf } from './errors.js';
import type { DatabaseEntry } from './manifest.js';
import type { Database } from './settings.js';

types.setTypeParser(types.builtins.INT8, Number);

/** A database as it was at the moment of the cut; the snapshot is there until the cut is closed. */
export interface FrozenDatabase {
  readonly database: Database;
  readonly snapshot: string;
  readonly major: number;
  readonly state: Omit<DatabaseEntry, 'file'>;
}

export interface Cut {
  readonly from: Date;
  readonly to: Date;
  readonly databases: readonly FrozenDatabase[];
  close(): Promise<void>;
}

/** Two backups, or a backup and a restore, at once would confuse each other. */
export const backupLock = 7_203_141;
const lockTimeout = '20s';

export async function connect({ name, url }: Database): Promise<Client> {
  const client = new Client({
    connectionString: url.href,
    application_name: 'gym-backup',
    connectionTimeoutMillis: 15_000,
  });
  // A lost connection fails the next query, which says so.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw new BackupError(`${name} cannot be reached: ${messageOf(cause)}`, { cause });
  });
  return client;
}

/** @throws BackupError when somebody else has the lock; it is given back with the connection */
export async function takeLock(client: Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [backupLock]);
  if (rows[0]?.mine !== true) throw new BackupError('another backup or restore of this system is running');
}

/**
 * One consistent cut through all databases, while the services work: nobody in it knows of an event that its producer
 * does not know. For that the positions of all consumers stand still for the moment in which the snapshots are taken:
 * events wait some milliseconds, requests do not. The databases are taken in an order in which none refers to what
 * another one got later: tournaments to people, profiles to accounts.
 */
export async function openCut(databases: readonly Database[]): Promise<Cut> {
  const clients: Client[] = [];
  const open = async (database: Database): Promise<Client> => {
    const client = await connect(database);
    clients.push(client);
    return client;
  };
  const close = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.end()));
  };
  try {
    const holders = await Promise.all(databases.map(open));
    const readers = await Promise.all(databases.map(open));
    const [first] = holders;
    if (first !== undefined) await takeLock(first);
    await Promise.all(holders.map((client, index) => holdPositions(client, databases[index]?.name ?? '')));
    const from = new Date();
    const frozen: FrozenDatabase[] = [];
    for (const [index, client] of readers.entries()) {
      const database = databases[index];
      if (database !== undefined) frozen.push(await freeze(client, database));
    }
    const to = new Date();
    // Not ended: the first one has the lock of backups.
    await Promise.all(holders.map((client) => client.query('rollback')));
    return { from, to, databases: frozen, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function holdPositions(client: Client, name: string): Promise<void> {
  await client.query('begin');
  await client.query(`set local lock_timeout = '${lockTimeout}'`);
  await client.query('lock table inbox_positions in share mode').catch((cause: unknown) => {
    throw new BackupError(`${name} cannot be frozen: ${messageOf(cause)}`, { cause });
  });
}

const migrationNames = z.array(z.object({ name: z.string() })).transform((rows) => rows.map(({ name }) => name));
const stateRow = z.object({ snapshot: z.string(), version: z.string(), number: z.coerce.number(), last_seq: z.int() });
const positionRows = z.array(z.object({ source: z.string(), seq: z.int() }));

async function freeze(client: Client, database: Database): Promise<FrozenDatabase> {
  await client.query('begin transaction isolation level repeatable read, read only');
  // Dumps of large databases take longer than any of these.
  await client.query('set local statement_timeout = 0');
  await client.query('set local idle_in_transaction_session_timeout = 0');
  const { rows } = await client.query(
    `select pg_export_snapshot() as snapshot, current_setting('server_version') as version,
       current_setting('server_version_num') as number, (select last_seq from outbox_sequence) as last_seq`,
  );
  const { snapshot, version, number, last_seq } = stateRow.parse(rows[0]);
  const positions = positionRows.parse((await client.query('select source, seq from inbox_positions')).rows);
  return {
    database,
    snapshot,
    major: Math.floor(number / 10_000),
    state: {
      server_version: version,
      migrations: {
        kit: migrationNames.parse((await client.query('select name from kit_migrations order by id')).rows),
        service: migrationNames.parse((await client.query('select name from migrations order by id')).rows),
      },
      last_seq,
      positions: Object.fromEntries(positions.map(({ source, seq }) => [source, seq])),
    },
  };
}
