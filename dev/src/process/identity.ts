import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isErrorCode } from '../files.js';

/**
 * A process that cannot be mistaken for a later one with the same pid: `startTime` is what the system recorded at its
 * birth (clock ticks since boot on Linux, a date elsewhere).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

const ZOMBIE = 'Z';
/** Fields 3 (state) and 22 (start time) of /proc/<pid>/stat, counted after the command name. */
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/** The start time of a living process; undefined when there is none (a zombie counts as none). */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return askPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE_FIELD] === ZOMBIE ? undefined : fields[START_TIME_FIELD];
  } catch (error) {
    if (isErrorCode(error, 'ENOENT') || isErrorCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startTime;
}

/** Signals the process group that `pid` leads. Returns false when nothing is left of it. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (isErrorCode(error, 'ESRCH')) return false;
    throw error;
  }
}

function askPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state = '', ...started] = (stdout ?? '').trim().split(/\s+/);
  return state === '' || state.startsWith(ZOMBIE) ? undefined : started.join(' ');
}
