import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import { stackPids, startStack, stopStack } from '../stack.js';

const rounds = 3;
const mebibyte = 1024;

/** Starts after the first one, which has databases and certificates to make, and the memory of the result. */
export async function start(): Promise<Line[]> {
  const seconds: number[] = [];
  const mebibytes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await stopStack();
    const begin = performance.now();
    await startStack();
    seconds.push((performance.now() - begin) / 1000);
    mebibytes.push(await residentMebibytes());
  }
  return [
    {
      what: 'second start until all is ready',
      against: '',
      unit: 's',
      value: spreadOf(seconds),
      goal: { atMost: 8 },
      detail: { seconds },
    },
    {
      what: 'resident memory of all processes',
      against: '',
      unit: 'MiB',
      value: spreadOf(mebibytes),
      goal: { atMost: 1200 },
      detail: { mebibytes, note: 'sum of RSS: memory that processes share counts once for each of them' },
    },
  ];
}

/** Of the stack's processes, their children (PostgreSQL has many) and the supervisor, which is their parent. */
async function residentMebibytes(): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']);
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, rss = 0]) => ({ pid, parent, rss }));
  const known = new Set(await stackPids());
  const supervisors = processes.filter((item) => known.has(item.pid) && item.parent > 1).map((item) => item.parent);
  for (const pid of supervisors) known.add(pid);
  for (let before = 0; before !== known.size;) {
    before = known.size;
    for (const item of processes) if (known.has(item.parent)) known.add(item.pid);
  }
  return processes.reduce((sum, item) => sum + (known.has(item.pid) ? item.rss : 0), 0) / mebibyte;
}
