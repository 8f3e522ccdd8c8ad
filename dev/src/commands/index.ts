import { bench } from './bench.js';
import type { Command } from './command.js';
import { doctor } from './doctor.js';
import { down } from './down.js';
import { env } from './env.js';
import { events } from './events.js';
import { makeHelp } from './help.js';
import { keys } from './keys.js';
import { logs } from './logs.js';
import { metrics } from './metrics.js';
import { reset } from './reset.js';
import { restart } from './restart.js';
import { run } from './run.js';
import { status } from './status.js';
import { test } from './test.js';
import { trace } from './trace.js';
import { up } from './up.js';

const help = makeHelp(() => commands);

/** Every command, in the order of the help page. */
export const commands: readonly Command[] = [
  run,
  up,
  status,
  logs,
  restart,
  down,
  reset,
  test,
  bench,
  trace,
  metrics,
  events,
  keys,
  doctor,
  env,
  help,
];

export function findCommand(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}
