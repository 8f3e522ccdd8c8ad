import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runBinary } from './run-binary.js';
import { NOTHING, ONE_FAILED, sum, type Counts, type SuiteContext } from './suite.js';

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  /** Files that failed before their first test. */
  numRuntimeErrorTestSuites: z.int(),
});

export interface JestOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** With the tests and the code they test; the checkout by default. */
  readonly folder?: string;
  /** A command that runs jest beside something it starts. */
  readonly through?: readonly string[];
}

/** Runs the jest project of that name and counts. */
export async function runJest(project: string, context: SuiteContext, options: JestOptions = {}): Promise<Counts> {
  const report = join(context.testHome, `${project}.report.json`);
  mkdirSync(context.testHome, { recursive: true });
  rmSync(report, { force: true });
  const ok = await runBinary(
    'jest',
    [
      ['--config', 'jest.config.mjs', '--selectProjects', project, '--json', '--outputFile', report],
      options.args ?? [],
      // What services log is noise until somebody looks for a fault.
      context.jestArguments.length === 0 ? ['--silent'] : context.jestArguments,
    ].flat(),
    { NODE_ENV: 'test', ...options.env },
    options.folder,
    options.through,
  );
  return existsSync(report) ? countTests(JSON.parse(readFileSync(report, 'utf8')), ok) : ONE_FAILED;
}

/** A run without a single test is a fault: nobody wants a green suite that tested nothing. */
export function countTests(report: unknown, ok: boolean): Counts {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) return ONE_FAILED;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = parsed.data;
  const counts = {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests + numTodoTests,
  };
  const silentFault = counts.failed === 0 && (!ok || counts.passed === 0);
  return sum([counts, silentFault ? ONE_FAILED : NOTHING]);
}
