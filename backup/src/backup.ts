import { rmSync } from 'node:fs';
import { openCut, type FrozenDatabase } from './cut.js';
import { checkEntry, writeEntry } from './files.js';
import { completePartial, deleteExpired, makePartial, nameAt } from './folder.js';
import { filesOf, type DatabaseEntry, type Manifest } from './manifest.js';
import { findPostgresPrograms, postgresEnvironment, start } from './programs.js';
import { saveRedis } from './redis.js';
import type { Settings } from './settings.js';
import { upload } from './upload.js';

export interface BackupOptions {
  /** Redis may be left out: what is in it is worth something for minutes, and a managed one may not give it away. */
  readonly withRedis: boolean;
}

/**
 * Makes a backup of a running system.
 * @returns the path of its folder
 * @throws BackupError; then nothing is there that looks like a backup
 */
export async function backUp(settings: Settings, options: BackupOptions, say: (line: string) => void): Promise<string> {
  const cut = await openCut(settings.databases);
  const name = nameAt(cut.to);
  let work: string | undefined;
  try {
    const folder = makePartial(settings.folder, name);
    work = folder;
    const databases: Record<string, DatabaseEntry> = {};
    for (const frozen of cut.databases) {
      const file = await dump(frozen, folder, settings);
      databases[frozen.database.name] = { file, ...frozen.state };
      say(`${frozen.database.name}: ${file.bytes} bytes, up to event ${frozen.state.last_seq}`);
    }
    const redis = options.withRedis ? await saveRedis(settings.redis, folder, settings.encryption) : null;
    if (redis !== null) say(`redis: ${redis.file.bytes} bytes`);
    const manifest: Manifest = {
      format: 1,
      cut: { from: cut.from.toISOString(), to: cut.to.toISOString() },
      encryption: settings.encryption.kind,
      databases,
      redis,
    };
    // What the disk gives back, not what was sent to it.
    for (const file of filesOf(manifest)) await checkEntry(folder, file);
    const path = await completePartial(settings.folder, name, manifest);
    say(`complete: ${path}`);
    if (settings.upload !== undefined) say(`uploaded: ${await upload(path, settings.upload)}`);
    for (const old of deleteExpired(settings.folder, new Date(), settings.days)) say(`deleted: ${old}`);
    return path;
  } catch (error) {
    if (work !== undefined) rmSync(work, { recursive: true, force: true });
    throw error;
  } finally {
    await cut.close();
  }
}

async function dump({ database, snapshot, major }: FrozenDatabase, folder: string, { encryption }: Settings) {
  const { pg_dump: program } = await findPostgresPrograms(major);
  const args = ['--format=custom', '--no-password', `--snapshot=${snapshot}`];
  const dumping = start(program, args, postgresEnvironment(database));
  dumping.stdin.end();
  try {
    const [file] = await Promise.all([
      writeEntry(folder, `${database.name}.dump`, dumping.stdout, encryption),
      dumping.done,
    ]);
    return file;
  } finally {
    dumping.kill();
  }
}
