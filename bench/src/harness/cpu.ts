import { readdir, readFile } from 'node:fs/promises';
import { processes } from '../stack.js';

/** Milliseconds of one clock tick in /proc; 100 a second on every Linux that Node runs on. */
const tickMs = 10;

/** What a process has used since another look. */
export interface Usage {
  /** Milliseconds of a core, by process; those of PostgreSQL with all its backends. */
  cpuMs: Record<string, number>;
  /** Length of the time between the looks, ms. */
  ms: number;
}

/**
 * @param of processes of a stack, of the usual one by default
 * @returns asks what was used since; Linux only
 */
export async function startUsage(of?: readonly Named[]): Promise<() => Promise<Usage>> {
  const names = new Map((of ?? (await processes())).map(({ pid, name }) => [pid, name]));
  const [begun, before] = [performance.now(), await look(names)];
  return async () => {
    const after = await look(names);
    const spent = Object.entries(after).map(([name, total]) => [name, total - (before[name] ?? 0)]);
    return { cpuMs: Object.fromEntries(spent), ms: performance.now() - begun };
  };
}

interface Named {
  readonly pid: number | null;
  readonly name: string;
}

async function look(names: ReadonlyMap<number | null, string>): Promise<Record<string, number>> {
  const used: Record<string, number> = {};
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // It may have ended since the folder was read.
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // proc(5): the name in brackets may contain spaces; then state, parent, ..., utime (14th), stime (15th).
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const name = names.get(Number(pid)) ?? names.get(Number(fields[1]));
    if (name !== undefined) used[name] = (used[name] ?? 0) + (Number(fields[11]) + Number(fields[12])) * tickMs;
  }
  return used;
}

/** Resident memory of a process, bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
