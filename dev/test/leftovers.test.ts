import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeStackFolders, stackPaths, type StackPaths } from '../src/paths.js';
import { isAlive, startTimeOf } from '../src/process/identity.js';
import { STACK_MARK, stopLeftovers } from '../src/process/leftovers.js';

let paths: StackPaths;
let child: ChildProcess;

beforeEach(() => {
  paths = stackPaths(mkdtempSync(join(tmpdir(), 'gym-leftovers-')));
  makeStackFolders(paths);
});

afterEach(() => {
  child.kill('SIGKILL');
  rmSync(paths.home, { recursive: true, force: true });
});

function startSleeper(env: NodeJS.ProcessEnv = {}): { pid: number; startTime: string } {
  child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env: { PATH: process.env['PATH'], ...env } });
  const pid = child.pid ?? 0;
  return { pid, startTime: startTimeOf(pid) ?? '' };
}

function record(identity: { pid: number; startTime: string }): void {
  writeFileSync(paths.processes, JSON.stringify([{ name: 'sleeper', kind: 'app', ...identity }]));
}

test('a recorded process is stopped', async () => {
  const identity = startSleeper();
  record(identity);
  const ended = once(child, 'exit');
  expect(await stopLeftovers(paths)).toEqual(['sleeper']);
  await ended;
  expect(isAlive(identity)).toBe(false);
});

test('another process that got the recorded pid is left alone', async () => {
  const identity = startSleeper();
  record({ ...identity, startTime: 'long ago' });
  expect(await stopLeftovers(paths)).toEqual([]);
  expect(isAlive(identity)).toBe(true);
});

test('a process that nobody recorded is found by its mark', async () => {
  const identity = startSleeper({ [STACK_MARK]: paths.home });
  await once(child, 'spawn');
  expect((await stopLeftovers(paths)).length).toBe(process.platform === 'linux' ? 1 : 0);
  expect(isAlive(identity)).toBe(process.platform !== 'linux');
});
