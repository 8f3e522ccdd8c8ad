import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { DevError } from './errors.js';
import { isErrorCode, readIfPresent } from './files.js';
import { isAlive, startTimeOf } from './process/identity.js';

/** Runs `work` while no other process does so with the same file; a lock of a dead process does not count. */
export async function withLock<Result>(file: string, what: string, work: () => Promise<Result>): Promise<Result> {
  acquire(file, what);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire(file: string, what: string): void {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const lock = openSync(file, 'wx', 0o600);
      writeSync(lock, `${process.pid} ${startTimeOf(process.pid) ?? ''}`);
      closeSync(lock);
      return;
    } catch (error) {
      if (!isErrorCode(error, 'EEXIST')) throw error;
      const [pid = '', ...startTime] = (readIfPresent(file) ?? '').split(' ');
      if (isAlive({ pid: Number(pid), startTime: startTime.join(' ') })) {
        throw new DevError('locked', `${what} is going on in process ${pid}.`);
      }
      rmSync(file, { force: true });
    }
  }
  throw new DevError('locked', `${file} cannot be taken.`);
}
