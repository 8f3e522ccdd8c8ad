import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { BackupError, messageOf } from './errors.js';
import { checkEntry, readEntry } from './files.js';
import { filesOf, readManifest, type Manifest } from './manifest.js';
import { feed, start } from './programs.js';
import { openSavedRedis } from './redis.js';
import type { Settings } from './settings.js';

/** PostgreSQL's own version, such as `16.10 (Debian ...)`. */
export const majorOf = (version: string): number => Number(/^\d+/.exec(version)?.[0]);

/**
 * Reads a whole backup: checksums, keys, and whether the programs that restore it understand it.
 * @throws BackupError
 */
export async function checkBackup(path: string, settings: Settings, pgRestore: string): Promise<Manifest> {
  const manifest = readManifest(path);
  for (const file of filesOf(manifest)) await checkEntry(path, file);
  for (const [name, { file }] of Object.entries(manifest.databases)) {
    const stored = readEntry(path, file, manifest.encryption, settings.identity);
    const reading = start(pgRestore, ['--file=-']);
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    try {
      await Promise.all([pipeline(reading.stdout, sink), stored.done, feed(reading, stored.content)]);
    } catch (cause) {
      throw new BackupError(`${name} cannot be read: ${messageOf(cause)}`, { cause });
    } finally {
      reading.kill();
    }
  }
  const saved = await openSavedRedis(path, manifest, settings.identity);
  await saved?.close();
  return manifest;
}
