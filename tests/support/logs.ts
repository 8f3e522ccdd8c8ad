import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { z } from 'zod';
import { stackHome } from './replicas.js';

/** What every process of the stack has written so far: into files, or where containers keep it. */
export function stackLogs(): string {
  const compose = process.env['GYM_TEST_COMPOSE'];
  if (compose !== undefined) {
    const [program = '', ...args] = z.array(z.string()).parse(JSON.parse(compose));
    const options = { cwd: CHECKOUT, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
    return execFileSync(program, [...args, 'logs', '--no-color'], options);
  }
  return readdirSync(stackHome, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith('.log'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');
}
