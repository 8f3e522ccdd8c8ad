import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '../paths.js';

/**
 * Runs a program of node_modules/.bin in a folder with our terminal; true when it ends with code 0.
 * @param through a command that is given the program and its arguments and runs them
 */
export function runBinary(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = CHECKOUT,
  through: readonly string[] = [],
): Promise<boolean> {
  const [program = '', ...words] = [...through, join(CHECKOUT, 'node_modules/.bin', name), ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
