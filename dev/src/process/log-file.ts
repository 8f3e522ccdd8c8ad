import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const TAIL_BYTES = 16 * 1024;
/** A log that grew to this size is emptied while it runs; its end is kept as the previous one. */
const LIMIT_BYTES = 64 * 1024 * 1024;

export function logPath(folder: string, name: string): string {
  return join(folder, `${name}.log`);
}

/** Puts the log of the last start aside; one previous log is kept. */
export function rotateLog(folder: string, name: string): void {
  const path = logPath(folder, name);
  if (existsSync(path)) renameSync(path, join(folder, `${name}.previous.log`));
}

/** Opens for appending: every process writes to its file itself and so outlives the supervisor undisturbed. */
export function openLog(folder: string, name: string): number {
  return openSync(logPath(folder, name), 'a', 0o600);
}

export function truncateIfHuge(folder: string, name: string): void {
  const path = logPath(folder, name);
  if (!existsSync(path) || statSync(path).size < LIMIT_BYTES) return;
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, 0); // safe under a writer: it appends
  } finally {
    closeSync(file);
  }
}

/** The last lines of a log, oldest first. */
export function lastLines(path: string, count: number): string[] {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString('utf8').split('\n');
    if (buffer.length < size) lines.shift();
    return lines.filter((line) => line.trim() !== '').slice(-count);
  } finally {
    closeSync(file);
  }
}
