import { existsSync } from 'node:fs';
import { followLogs, logNames, printLine } from '../cli/follow-logs.js';
import { parseOptions, UsageError } from '../cli/options.js';
import { suggest } from '../cli/suggest.js';
import { defaultHome, stackPaths } from '../paths.js';
import { lastLines, logPath } from '../process/log-file.js';
import type { Command } from './command.js';

const LINES = 100;

export const logs: Command = {
  name: 'logs',
  usage: 'logs [name] [-f]',
  summary: 'the last lines of the logs; -f goes on with what comes',
  details:
    'name is a service (all replicas), one replica (user-service-0), a sidecar (user-service-sidecar), redis, postgres,\n' +
    'sentry or supervisor. Without a name: all services, and what sidecars and infrastructure warn about.',
  async run(args) {
    const { values, positionals } = parseOptions(args, { follow: { type: 'boolean', short: 'f' } }, { positionals: 1 });
    const folder = stackPaths(defaultHome()).logs;
    const [name] = positionals;
    const select = (log: string): boolean => name === undefined || log === name || groupOf(log) === name;
    const names = existsSync(folder) ? logNames(folder) : [];
    if (name !== undefined && !names.some(select)) {
      throw new UsageError(`There is no log ${name}.${suggest(name, [...names, ...names.map(groupOf)])}`);
    }
    for (const log of names.filter(select)) {
      for (const line of lastLines(logPath(folder, log), LINES)) printLine(log, line, name !== undefined);
    }
    if (values.follow === true) {
      const end = new AbortController();
      process.once('SIGINT', () => end.abort());
      process.once('SIGTERM', () => end.abort());
      await followLogs({ folder, select, everything: name !== undefined, fromEnd: true, signal: end.signal });
    }
    return 0;
  },
};

/** `user-service-0` is a log of `user-service`, `user-service-0-sidecar` one of `user-service-sidecar`. */
function groupOf(log: string): string {
  return log.replace(/-\d+(?=$|-sidecar$)/, '');
}
