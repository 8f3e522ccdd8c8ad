import { parseOptions, UsageError } from '../cli/options.js';
import { DevError } from '../errors.js';
import { keyIds, rotateKeys } from '../keys.js';
import { defaultHome, stackPaths } from '../paths.js';
import { readSecrets, writeSecrets } from '../secrets.js';
import { askRestart } from '../supervisor/control-client.js';
import type { Command } from './command.js';

export const keys: Command = {
  name: 'keys',
  usage: 'keys [rotate [--drop-old]]',
  summary: 'the keys that sign access tokens, and a new one without a logout',
  details:
    'rotate makes a new key, which signs half a minute later; the old one verifies until its tokens have expired and is\n' +
    'dropped by a later rotation. With --drop-old it is dropped at once: for a key that strangers may have.',
  async run(args) {
    const { values, positionals } = parseOptions(args, { 'drop-old': { type: 'boolean' } }, { positionals: 1 });
    const [what = 'list'] = positionals;
    if (what !== 'list' && what !== 'rotate') throw new UsageError(`keys ${what}: it is rotate, or nothing.`);
    const { secrets: file, socket } = stackPaths(defaultHome());
    const secrets = readSecrets(file);
    if (secrets === undefined) throw new DevError('never-started', 'There are no keys yet: ./dev.sh up');
    if (what === 'rotate') {
      secrets['jwt-signing'] = rotateKeys(secrets['jwt-signing'], new Date(), values['drop-old'] === true);
      writeSecrets(file, secrets);
      // The file component reads the file when its sidecar starts, and never again.
      const restarted = await askRestart(socket, 'auth-service-sidecar');
      if (restarted !== undefined) console.log(`They have the new key: ${restarted.join(', ')}`);
    }
    for (const id of keyIds(secrets['jwt-signing'])) {
      console.log(id === secrets['jwt-signing']['active'] ? `${id}  signs` : `${id}  verifies`);
    }
    return 0;
  },
};
