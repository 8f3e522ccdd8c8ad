import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { StackPaths } from '../paths.js';
import { isAlive, signalGroup, startTimeOf } from './identity.js';
import { readProcessRecords, type ProcessRecord } from './registry.js';

/** Marks every process of a stack in its environment: the second way to find one, after the registry. */
export const STACK_MARK = 'GYM_STACK';

const PATIENCE_MS = 3_000;
const KINDS_IN_STOP_ORDER = [['supervisor'], ['app', 'sidecar'], ['infrastructure']];

/** Processes of a stack that are still alive, whoever started them. */
export function findLeftovers(paths: StackPaths): ProcessRecord[] {
  const recorded = readProcessRecords(paths.processes).filter(isAlive);
  const known = new Set([process.pid, ...recorded.map((record) => record.pid)]);
  return [...recorded, ...findMarked(paths.home).filter((record) => !known.has(record.pid))];
}

/** Stops them, infrastructure last, and returns their names. With SIGKILL nobody is asked. */
export async function stopLeftovers(paths: StackPaths, force?: 'SIGKILL'): Promise<string[]> {
  const stopped: string[] = [];
  for (const kinds of KINDS_IN_STOP_ORDER) {
    const records = findLeftovers(paths).filter((record) => kinds.includes(record.kind));
    await stopAll(records, force);
    stopped.push(...records.map((record) => record.name));
  }
  rmSync(paths.processes, { force: true });
  rmSync(paths.socket, { force: true });
  return stopped;
}

async function stopAll(records: readonly ProcessRecord[], force?: 'SIGKILL'): Promise<void> {
  for (const record of records) {
    // A supervisor whose socket is silent does not get the chance to start anything again. SIGINT is PostgreSQL's
    // fast shutdown and an ordinary end for the others.
    const signal = { supervisor: 'SIGKILL', infrastructure: 'SIGINT', app: 'SIGTERM', sidecar: 'SIGTERM' } as const;
    if (isAlive(record)) signalGroup(record.pid, force ?? signal[record.kind]);
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && records.some(isAlive)) await delay(50);
  for (const record of records) {
    if (isAlive(record)) signalGroup(record.pid, 'SIGKILL');
  }
  while (records.some(isAlive)) await delay(20);
}

function findMarked(home: string): ProcessRecord[] {
  if (process.platform !== 'linux') return [];
  const mark = `${STACK_MARK}=${home}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && environmentOf(entry).includes(mark))
    .flatMap((entry) => {
      const pid = Number(entry);
      const startTime = startTimeOf(pid);
      // Only the leader of a group is stopped by itself; its children go with the group.
      return startTime === undefined || !leadsGroup(entry)
        ? []
        : [{ name: `process ${pid}`, kind: 'app' as const, pid, startTime }];
    });
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // ended meanwhile, or belongs to another user
  }
}

function leadsGroup(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === pid;
  } catch {
    return false; // ended meanwhile
  }
}
