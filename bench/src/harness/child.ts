import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a file of `rows` in a process of its own. @returns the numbers it prints */
export async function childMeasurement(file: string, args: string[]): Promise<number[]> {
  const path = join(import.meta.dirname, '..', 'rows', file);
  const { stdout } = await run(process.execPath, [path, ...args]);
  return stdout.trim().split(/\s+/).map(Number);
}
