import { followLogs } from '../cli/follow-logs.js';
import { parseStackOptions } from '../cli/options.js';
import { statusTable } from '../cli/status-table.js';
import { stopLeftovers } from '../process/leftovers.js';
import { stopStack } from '../stack.js';
import { stackPaths, defaultHome } from '../paths.js';
import type { Command } from './command.js';
import { printAddresses, startWithProgress } from './up.js';

export const run: Command = {
  name: 'run',
  usage: '[run] [options]',
  summary: 'start everything and follow the logs; Ctrl-C stops all of it, twice kills',
  details: 'The options are those of up. Without any command, this is what runs.',
  async run(args) {
    const options = parseStackOptions(args);
    const end = new AbortController();
    let presses = 0;
    const onSignal = (): void => {
      presses += 1;
      end.abort();
      if (presses === 2) void killEverything();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    let failed = false;
    try {
      const stack = await startWithProgress(options);
      console.log(statusTable(stack.view));
      printAddresses(stack);
      console.log('Ctrl-C stops everything.\n');
      const { logs } = stack.paths;
      await followLogs({ folder: logs, select: () => true, everything: false, fromEnd: true, signal: end.signal });
    } catch (error) {
      if (!end.signal.aborted) throw error;
      failed = true; // interrupted while starting
    }
    console.log('\nStopping ...');
    await stopStack();
    console.log('Stopped.');
    return failed ? 130 : 0;
  },
};

async function killEverything(): Promise<never> {
  console.log('Killing ...');
  await stopLeftovers(stackPaths(defaultHome()), 'SIGKILL');
  return process.exit(130);
}
