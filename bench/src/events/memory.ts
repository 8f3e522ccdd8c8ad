import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { servicePids } from '../stack.js';

const everyMs = 500;

/** Highest resident memory of each service and sidecar while something went on, MiB. */
export type Peaks = Record<string, number>;

export async function peaksDuring(work: () => Promise<void>): Promise<Peaks> {
  const pids = await servicePids();
  const peaks: Peaks = {};
  async function look(): Promise<void> {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,rss=', '-p', [...pids.values()].join()]);
    const lines = stdout.trim().split('\n');
    const rss = new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
    for (const [name, pid] of pids) peaks[name] = Math.max(peaks[name] ?? 0, Math.round((rss.get(pid) ?? 0) / 1024));
  }
  await look();
  const timer = setInterval(() => void look(), everyMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peaks;
}

export function totalOf(peaks: Peaks): number {
  return Object.values(peaks).reduce((sum, peak) => sum + peak, 0);
}
