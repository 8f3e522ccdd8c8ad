import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '../paths.js';

/** Runs a program of node_modules/.bin in a folder with our terminal; true when it ends with code 0. */
export function runBinary(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = CHECKOUT,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(CHECKOUT, 'node_modules/.bin', name), args, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
