import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupError, messageOf } from './errors.js';

export const manifestName = 'manifest.json';

const fileEntry = z.object({
  /** No path: it is read as a name in the folder of the backup. */
  name: z.string().regex(/^[a-z][\w.-]*$/),
  bytes: z.int().min(0),
  /** Of the file as it lies there, which is after encryption. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileEntry = z.infer<typeof fileEntry>;

const databaseEntry = z.object({
  file: fileEntry,
  server_version: z.string(),
  /** Names of the applied migrations: of the kit and of the service. */
  migrations: z.object({ kit: z.array(z.string()), service: z.array(z.string()) }),
  /** Number of its last event. */
  last_seq: z.int(),
  /** How far it has applied the events of others, by service. */
  positions: z.record(z.string(), z.int()),
});
export type DatabaseEntry = z.infer<typeof databaseEntry>;

const manifest = z.object({
  format: z.literal(1),
  /** When the cut was made: what was committed before `from` is in it, what was begun after `to` is not. */
  cut: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  encryption: z.enum(['none', 'age', 'gpg']),
  databases: z.record(z.string(), databaseEntry),
  redis: z.object({ file: fileEntry, server_version: z.string() }).nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/** @throws BackupError when there is none, or none of ours: the backup is not complete */
export function readManifest(folder: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, manifestName), 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new BackupError(`${folder} is no complete backup: ${reason}`, { cause: error });
  }
}

export function filesOf({ databases, redis }: Manifest): FileEntry[] {
  return [...Object.values(databases).map(({ file }) => file), ...(redis === null ? [] : [redis.file])];
}
