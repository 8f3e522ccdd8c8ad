import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { logNames } from '../cli/follow-logs.js';
import { formatLogLine } from '../cli/log-line.js';
import { messageOf } from '../errors.js';
import { withLock } from '../lock.js';
import { stackPaths } from '../paths.js';
import { lastLines, logPath } from '../process/log-file.js';
import { deleteStack, startStack, stopStack, type Stack, type StackOptions } from '../stack.js';
import { ONE_FAILED, type Counts, type SuiteContext } from './suite.js';

const LOG_LINES = 15;

/** Brings up a stack with empty data for one suite, and takes it down again whatever happens; logs are kept. */
export async function withStack(
  name: string,
  context: SuiteContext,
  options: Omit<StackOptions, 'home'>,
  work: (stack: Stack) => Promise<Counts>,
): Promise<Counts> {
  mkdirSync(context.testHome, { recursive: true });
  // A second run would stop the stack of the first one.
  return withLock(join(context.testHome, `${name}.lock`), `Another run of ${name}`, async () => {
    const home = join(context.testHome, name);
    await stopStack(home);
    await deleteStack(home);
    let counts = ONE_FAILED;
    try {
      const started = Date.now();
      const stack = await startStack({ ...options, home });
      console.log(`  the stack is ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
      counts = await work(stack);
    } catch (error) {
      console.error(`  ${name}: ${messageOf(error)}`);
    } finally {
      await stopStack(home);
      await deleteStack(home, true);
    }
    if (counts.failed > 0) printLogs(stackPaths(home).logs);
    return counts;
  });
}

function printLogs(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of logNames(folder)) {
    const lines = lastLines(logPath(folder, name), LOG_LINES).map((line) => formatLogLine(line).text);
    if (lines.length > 0) console.log([`--- last lines of ${logPath(folder, name)}`, ...lines].join('\n'));
  }
}
