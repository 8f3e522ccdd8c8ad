import { paint } from '../cli/colour.js';
import { parseStackOptions } from '../cli/options.js';
import { gatewayUrl } from '../cli/status-report.js';
import { statusTable } from '../cli/status-table.js';
import { startStack, type Stack, type StackOptions } from '../stack.js';
import type { StackView } from '../supervisor/view.js';
import type { Command } from './command.js';

export const up: Command = {
  name: 'up',
  usage: 'up [options]',
  summary: 'start everything in the background; 0 when all is ready, else 1 with the reason',
  details:
    '--replicas <service>=<n>[,<service>=<n>]   --offset <n>   --only infrastructure   --manifest <dapr.yaml>\n' +
    '--components <folder>   --trace <share>\n\n' +
    '--offset (or GYM_PORT_OFFSET) is added to every port, so that several stacks run side by side, each with its own\n' +
    'GYM_HOME. Later commands need neither option again. --only infrastructure starts Redis, PostgreSQL and sentry.\n' +
    '--components is a folder instead of components/, such as components/alternatives: RabbitMQ and PostgreSQL, no Redis.\n' +
    '--trace is the share of the requests that ./dev.sh trace can show, all of them (1) by default.',
  async run(args) {
    const stack = await startWithProgress(parseStackOptions(args));
    console.log(statusTable(stack.view));
    printAddresses(stack);
    return 0;
  },
};

/** Starts a stack and tells each step, and once each process that became ready. */
export async function startWithProgress(options: StackOptions): Promise<Stack> {
  const started = Date.now();
  const stack = await startStack({ ...options, say: console.log, onProgress: progressPrinter(started) });
  if (stack.found) console.log('It was running already, all is ready.');
  else console.log(`All is ready after ${seconds(started)}.`);
  if (stack.first) {
    const { email, password } = stack.secrets.admin;
    console.log(`\n${paint('bold', 'The first administrator')}: ${email}  password: ${password}`);
    console.log(`(shown once; kept with all other secrets in ${stack.paths.secrets})\n`);
  }
  return stack;
}

export function printAddresses(stack: Stack): void {
  const gateway = gatewayUrl(stack.view);
  if (gateway !== null) console.log(`\nOpen ${paint('cyan', gateway)}`);
  console.log(`Logs are in ${stack.paths.logs}`);
}

function progressPrinter(started: number): (view: StackView) => void {
  const told = new Set<string>();
  let firstLook = true;
  return ({ phase, processes }) => {
    // It was running before: nothing of that is news.
    if (firstLook && phase === 'running')
      for (const { name, state } of processes) if (state === 'ready') told.add(name);
    firstLook = false;
    for (const { name, state, reason } of processes) {
      if (state === 'ready' && !told.has(name)) {
        told.add(name);
        console.log(paint('dim', `${seconds(started).padStart(7)}  ${name} is ready`));
      }
      const fault = `${name} ${reason ?? ''}`;
      if (state === 'restarting' && !told.has(fault)) {
        told.add(fault);
        console.log(paint('yellow', `${seconds(started).padStart(7)}  ${name} is started again: ${reason ?? ''}`));
      }
    }
  };
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
