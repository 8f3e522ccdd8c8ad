#!/usr/bin/env node
import { suggest } from './cli/suggest.js';
import { UsageError } from './cli/options.js';
import { paint } from './cli/colour.js';
import { commands, findCommand } from './commands/index.js';
import { supervise } from './commands/supervise.js';
import { DevError } from './errors.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main([first, ...rest]: readonly string[]): Promise<number | undefined> {
  if (first === 'supervise') {
    await supervise(rest);
    return undefined; // lives until it is told to stop
  }
  if (first === undefined || (first.startsWith('--') && first !== '--help')) {
    return findCommand('run')?.run(first === undefined ? [] : [first, ...rest]);
  }
  const command = findCommand(first === '--help' || first === '-h' ? 'help' : first);
  if (command === undefined) {
    const known = commands.map(({ name }) => name);
    throw new UsageError(`There is no command ${first}.${suggest(first, known)} See ./dev.sh help`);
  }
  if (rest.includes('--help') || rest.includes('-h')) return findCommand('help')?.run([command.name]);
  return command.run(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof DevError)) throw error;
  console.error(paint('red', error.message));
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
}
