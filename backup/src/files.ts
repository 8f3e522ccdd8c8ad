import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { endingOf, openDecrypted, startEncryption } from './encryption.js';
import { BackupError } from './errors.js';
import type { FileEntry } from './manifest.js';
import { feed } from './programs.js';
import type { Encryption } from './settings.js';

/** Writes a stream into a file of the folder, encrypted if wanted, and makes sure that it is on the disk. */
export async function writeEntry(
  folder: string,
  name: string,
  content: Readable,
  encryption: Encryption,
): Promise<FileEntry> {
  const fileName = name + endingOf(encryption.kind);
  const path = join(folder, fileName);
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const encrypting = startEncryption(encryption);
  if (encrypting === undefined) await pipeline(content, measure, file);
  else await Promise.all([pipeline(encrypting.stdout, measure, file), feed(encrypting, content)]);
  await flush(path);
  return { name: fileName, bytes, sha256: hash.digest('hex') };
}

/** So that no crash of the machine leaves a complete name with half a content. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws BackupError when the file is not what the manifest says */
export async function checkEntry(folder: string, { name, bytes, sha256 }: FileEntry): Promise<void> {
  const path = join(folder, name);
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) throw new BackupError(`${path} is missing`);
  if (size !== bytes) throw new BackupError(`${path} has ${size} bytes and was written with ${bytes}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== sha256) throw new BackupError(`${path} is damaged: its checksum is another one`);
}

/** The content of a file, decrypted; `done` says whether all of it was good. */
export function readEntry(
  folder: string,
  { name }: FileEntry,
  kind: Encryption['kind'],
  identity: string | undefined,
): { content: Readable; done: Promise<void> } {
  return openDecrypted(createReadStream(join(folder, name)), kind, identity);
}
