import { z } from 'zod';
import { afterRestore } from './after-restore.js';
import { checkBackup, majorOf } from './check.js';
import { connect, takeLock } from './cut.js';
import { BackupError } from './errors.js';
import { readEntry } from './files.js';
import { readManifest, type Manifest } from './manifest.js';
import { consumersAhead, type Ahead, type EventState } from './positions.js';
import { findPostgresPrograms, type PostgresProgram } from './programs.js';
import { emptyRedis, openSavedRedis, restoreRedis, withRedis } from './redis.js';
import { openRestoring, type Restoring } from './restoring.js';
import type { Database, Settings } from './settings.js';

export interface RestoreOptions {
  /** Also while services are connected: they lose their connections, and have to be restarted afterwards. */
  readonly running: boolean;
}

export interface Restored {
  /** Consumers whose knowledge is made anew, because they were ahead. */
  readonly ahead: readonly Ahead[];
  readonly redisKeys: number;
}

/**
 * Puts a backup in the place of what is there. Nothing is changed before everything was read and checked; the databases
 * are committed together, after all of them were loaded.
 * @throws BackupError
 */
export async function restore(
  settings: Settings,
  path: string,
  options: RestoreOptions,
  say: (line: string) => void,
): Promise<Restored> {
  const manifest = readManifest(path);
  const databases = matching(settings.databases, manifest);
  const guards = await Promise.all(databases.map(connect));
  try {
    if (guards[0] !== undefined) await takeLock(guards[0]);
    const programs = await programsFor(databases, guards, manifest);
    if (!options.running) await refuseConnected(databases, guards);
    await withRedis(settings.redis, (redis) => redis.ping());
    await checkBackup(path, settings, programs.pg_restore);
    say(`${path} is complete and readable, made ${manifest.cut.to}`);
    const saved = await openSavedRedis(path, manifest, settings.identity);
    try {
      const ahead = await restoreDatabases({ settings, path, manifest, databases, programs, say });
      const redisKeys = saved === undefined ? 0 : await restoreRedis(saved, settings.redis);
      if (saved === undefined) await emptyRedis(settings.redis);
      say(`redis: ${redisKeys} keys; streams are empty`);
      return { ahead, redisKeys };
    } finally {
      await saved?.close();
    }
  } finally {
    await Promise.all(guards.map((client) => client.end()));
  }
}

/** @throws BackupError unless backup and system have the same databases */
function matching(databases: readonly Database[], manifest: Manifest): readonly Database[] {
  const [here, there] = [databases.map(({ name }) => name).toSorted(), Object.keys(manifest.databases).toSorted()];
  if (here.join() !== there.join()) {
    throw new BackupError(`the backup has ${there.join(', ')}, this system ${here.join(', ')}`);
  }
  return databases;
}

type Guards = Awaited<ReturnType<typeof connect>>[];

/** @throws BackupError when a server is older than the one the backup comes from */
async function programsFor(
  databases: readonly Database[],
  guards: Guards,
  manifest: Manifest,
): Promise<Record<PostgresProgram, string>> {
  let major = 0;
  for (const [index, { name }] of databases.entries()) {
    const { rows } = (await guards[index]?.query<{ server_version: string }>('show server_version')) ?? { rows: [] };
    const [here, there] = [rows[0]?.server_version ?? '', manifest.databases[name]?.server_version ?? ''];
    if (majorOf(here) < majorOf(there)) {
      throw new BackupError(`${name} is on PostgreSQL ${here}, the backup was made on ${there}, which is newer`);
    }
    major = majorOf(here);
  }
  return findPostgresPrograms(major);
}

async function refuseConnected(databases: readonly Database[], guards: Guards): Promise<void> {
  const sql = `select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'gym-backup'
      and backend_type = 'client backend'`;
  for (const [index, client] of guards.entries()) {
    const count = (await client.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
    if (count > 0) {
      throw new BackupError(
        `${count} connections to ${databases[index]?.name}: stop the services first, or say --running and restart them afterwards`,
      );
    }
  }
}

interface Work {
  readonly settings: Settings;
  readonly path: string;
  readonly manifest: Manifest;
  readonly databases: readonly Database[];
  readonly programs: Record<PostgresProgram, string>;
  readonly say: (line: string) => void;
}

async function restoreDatabases(work: Work): Promise<Ahead[]> {
  const { settings, path, manifest, databases, programs, say } = work;
  const open: Restoring[] = [];
  try {
    const states: EventState[] = [];
    for (const database of databases) {
      const one = openRestoring(database, programs);
      open.push(one);
      const file = manifest.databases[database.name]?.file;
      if (file === undefined) throw new BackupError(`the backup has no ${database.name}`);
      await one.load(() => readEntry(path, file, manifest.encryption, settings.identity));
      states.push(await readState(one));
      await one.execute(afterRestore(database.name));
      say(`${database.name}: loaded`);
    }
    const ahead = consumersAhead(states);
    for (const { name, source, position, lastSeq } of ahead) {
      const reason = `restored: ${source} has ${lastSeq} events, ${position} were known`;
      await open.find(({ database }) => database.name === name)?.execute(requestRebuild(source, reason));
      say(`${name} knew of ${position} events of ${source}, which has ${lastSeq}: it is rebuilt when it starts`);
    }
    for (const one of open) await one.commit();
    return ahead;
  } finally {
    await Promise.all(open.map((one) => one.close()));
  }
}

const stateRow = z.object({ last_seq: z.int(), positions: z.record(z.string(), z.int()).nullable() });

async function readState(one: Restoring): Promise<EventState> {
  const sql = `select json_build_object('last_seq', (select last_seq from outbox_sequence),
    'positions', (select json_object_agg(source, seq) from inbox_positions));`;
  const [row] = await one.query(stateRow, sql);
  const { name, service } = one.database;
  return { name, service, lastSeq: row?.last_seq ?? 0, positions: row?.positions ?? {} };
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** As service-kit asks for one (events/rebuild-requests.ts). */
function requestRebuild(source: string, reason: string): string {
  return `insert into inbox_rebuilds (source, reason) values (${literal(source)}, ${literal(reason)})
    on conflict (source) do update set reason = excluded.reason, requested_at = now(), topic = null, after_key = null,
      applied = 0, failed = 0, error = null, finished_at = null;`;
}
