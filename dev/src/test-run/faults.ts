import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CHECKOUT } from '../paths.js';
import type { Stack } from '../stack.js';
import { ONE_FAILED, sum, type Counts, type SuiteContext } from './suite.js';

const CHECKER = join(CHECKOUT, 'tests/faults/dist/main.js');
const reportSchema = z.object({ passed: z.int(), failed: z.int() });

/** Lets the checker load and break a stack; every check and every kind of fault counts as one test. */
export async function runFaults(stack: Stack, { faults }: SuiteContext): Promise<Counts> {
  const report = join(stack.paths.home, 'report.json');
  rmSync(report, { force: true });
  const args = Object.entries(faults).flatMap(([name, value]) => [`--${name}`, value]);
  const ok = await runChecker(args, {
    GYM_TEST_HOME: stack.paths.home,
    GYM_TEST_OFFSET: String(stack.launch.offset),
  });
  if (!existsSync(report)) return ONE_FAILED;
  const { passed, failed } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  const counts = { passed, failed, skipped: 0 };
  return ok || failed > 0 ? counts : sum([counts, ONE_FAILED]);
}

function runChecker(args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHECKER, ...args], {
      cwd: CHECKOUT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
