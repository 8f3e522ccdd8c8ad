import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { processes } from '../stack.js';

const everyMs = 500;

/** What something cost. */
export interface Usage {
  /** Highest resident memory of each service and sidecar meanwhile, MiB. */
  peaks: Record<string, number>;
  /** Seconds of a core by process, servers included; ps tells whole seconds. */
  cpuSeconds: Record<string, number>;
}

export async function usageOf(work: () => Promise<void>): Promise<Usage> {
  const known = await processes();
  const byPid = new Map(known.map((item) => [item.pid, item]));
  const peaks: Record<string, number> = {};

  /** @returns seconds by process so far; PostgreSQL works in children */
  async function look(): Promise<Record<string, number>> {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=,time=']);
    const seconds: Record<string, number> = {};
    for (const line of stdout.trim().split('\n')) {
      const [pid, parent, rss, time = ''] = line.trim().split(/\s+/);
      const found = byPid.get(Number(pid)) ?? byPid.get(Number(parent));
      if (found === undefined) continue;
      const { name, kind } = found;
      seconds[name] = (seconds[name] ?? 0) + secondsOf(time);
      if (kind !== 'infrastructure') peaks[name] = Math.max(peaks[name] ?? 0, Math.round(Number(rss) / 1024));
    }
    return seconds;
  }

  const before = await look();
  const timer = setInterval(() => void look(), everyMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const after = await look();
  const spent = Object.entries(after).map(([name, seconds]) => [name, Math.max(0, seconds - (before[name] ?? 0))]);
  return { peaks, cpuSeconds: Object.fromEntries(spent) };
}

/** `[[days-]hours:]minutes:seconds` */
function secondsOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').toReversed();
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

export function totalOf(parts: Record<string, number>): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}
