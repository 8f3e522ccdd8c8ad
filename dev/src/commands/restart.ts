import { parseOptions, UsageError } from '../cli/options.js';
import { defaultHome, stackPaths } from '../paths.js';
import { askRestart } from '../supervisor/control-client.js';
import type { Command } from './command.js';

export const restart: Command = {
  name: 'restart',
  usage: 'restart <name>',
  summary: 'restart one part without the rest, on its old ports',
  details:
    'name is a service (replica after replica), one replica (user-service-0), the sidecars of a service\n' +
    '(user-service-sidecar), one sidecar (user-service-0-sidecar), redis, postgres or sentry.',
  async run(args) {
    const { positionals } = parseOptions(args, {}, { positionals: 1 });
    const [name] = positionals;
    if (name === undefined) throw new UsageError('restart what? See ./dev.sh status');
    const restarted = await askRestart(stackPaths(defaultHome()).socket, name);
    if (restarted === undefined) {
      console.error('Nothing runs. Start with ./dev.sh up');
      return 1;
    }
    console.log(`Restarted and ready: ${restarted.join(', ')}`);
    return 0;
  },
};
