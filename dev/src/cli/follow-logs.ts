import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { logPath } from '../process/log-file.js';
import { paint, type Colour } from './colour.js';
import { formatLogLine } from './log-line.js';
import { LogFollower } from './log-follower.js';

const POLL_MS = 150;
const COLOURS: readonly Colour[] = ['cyan', 'magenta', 'green', 'yellow', 'blue'];

export interface FollowOptions {
  readonly folder: string;
  /** Which logs; asked again and again, because new ones appear. */
  readonly select: (name: string) => boolean;
  /** Everyday lines of sidecars and infrastructure are left out when false. */
  readonly everything: boolean;
  readonly fromEnd: boolean;
  readonly signal: AbortSignal;
}

/** The names of all logs in a folder, without those put aside. */
export function logNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.log') && !file.endsWith('.previous.log'))
    .map((file) => file.slice(0, -'.log'.length))
    .toSorted();
}

/** Prints lines of many logs as they come, each behind the name of its process, until the signal is given. */
export async function followLogs(options: FollowOptions): Promise<void> {
  const followers = new Map<string, LogFollower>();
  let firstLook = true;
  while (!options.signal.aborted) {
    for (const name of logNames(options.folder).filter(options.select)) {
      let follower = followers.get(name);
      if (follower === undefined) {
        follower = new LogFollower(logPath(options.folder, name), options.fromEnd && firstLook);
        followers.set(name, follower);
      }
      for (const line of follower.read()) printLine(name, line, options.everything);
    }
    firstLook = false;
    await delay(POLL_MS, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

export function printLine(name: string, line: string, everything: boolean): void {
  const { text, notable } = formatLogLine(line);
  if (!everything && !notable && isMachinery(name)) return;
  console.log(`${paint(colourOf(name), name.padEnd(24))} ${text}`);
}

/** Names of services end with the number of the replica; sidecars and infrastructure do not. */
function isMachinery(name: string): boolean {
  return !/-\d+$/.test(name);
}

function colourOf(name: string): Colour {
  const service = name.replace(/-\d+(-sidecar)?$/, '');
  const sum = Buffer.from(service).reduce((total, byte) => (total * 31 + byte) % 997, 7);
  return COLOURS[sum % COLOURS.length] ?? 'cyan';
}
