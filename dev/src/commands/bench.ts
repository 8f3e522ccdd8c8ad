import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '../paths.js';
import type { Command } from './command.js';

export const bench: Command = {
  name: 'bench',
  usage: 'bench [name ...]',
  summary: 'measure; a table and JSON in .gym/bench',
  run: (args) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(CHECKOUT, 'bench/dist/main.js'), ...args], {
        cwd: CHECKOUT,
        stdio: 'inherit',
      });
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    }),
};
