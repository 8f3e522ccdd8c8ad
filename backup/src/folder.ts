import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackupError, UsageError } from './errors.js';
import { flush } from './files.js';
import { filesOf, manifestName, readManifest, type Manifest } from './manifest.js';
import { expired, type Kept } from './retention.js';

/** Time of the cut, which is also the order: 20261125T083000Z. */
const complete = /^gym-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
/** Begins with a dot: nothing that looks for backups sees it. */
const partial = /^\.gym-.*\.partial$/;

export function nameAt(time: Date): string {
  return `gym-${time.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}

/** The folder that a backup is written into; whatever an interrupted one left behind is removed. */
export function makePartial(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const found of readdirSync(folder)) {
    if (partial.test(found)) rmSync(join(folder, found), { recursive: true, force: true });
  }
  if (readdirSync(folder).includes(name)) throw new BackupError(`there is a backup ${name} already`);
  const path = join(folder, `.${name}.partial`);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** The manifest is written last and the name is given after it: what has the name is complete. */
export async function completePartial(folder: string, name: string, manifest: Manifest): Promise<string> {
  const work = join(folder, `.${name}.partial`);
  writeFileSync(join(work, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await flush(join(work, manifestName));
  await flush(work);
  const path = join(folder, name);
  renameSync(work, path);
  await flush(folder);
  return path;
}

export function listBackups(folder: string): Kept[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, ...parts] = complete.exec(name) ?? [];
      if (parts.length === 0) return [];
      const [year, month, day, hour, minute, second] = parts;
      const madeAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return [{ name, madeAt, isGood: isGood(join(folder, name)) }];
    })
    .toSorted((a, b) => a.madeAt.getTime() - b.madeAt.getTime());
}

function isGood(path: string): boolean {
  try {
    return filesOf(readManifest(path)).every(({ name, bytes }) => statSync(join(path, name)).size === bytes);
  } catch {
    return false; // no manifest, or a file is missing: it is listed as damaged
  }
}

/** @returns the names of what was deleted */
export function deleteExpired(folder: string, now: Date, days: number): string[] {
  const names = expired(listBackups(folder), now, days).map(({ name }) => name);
  for (const name of names) {
    // Without its name first: an interrupted deletion leaves nothing that looks complete.
    const doomed = join(folder, `.${name}.partial`);
    renameSync(join(folder, name), doomed);
    rmSync(doomed, { recursive: true, force: true });
  }
  return names;
}

/** @param wanted a name in the folder, a path, or `latest` */
export function findBackup(folder: string, wanted: string): string {
  if (wanted !== 'latest') return wanted.includes('/') ? wanted : join(folder, wanted);
  const last = listBackups(folder).findLast(({ isGood }) => isGood);
  if (last === undefined) throw new UsageError(`there is no complete backup in ${folder}`);
  return join(folder, last.name);
}
