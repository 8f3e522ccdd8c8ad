import { existsSync, readFileSync } from 'node:fs';
import { parseOptions } from '../cli/options.js';
import { trustAnchorsFile } from '../infrastructure/sentry.js';
import { infrastructurePorts } from '../ports.js';
import { developmentSecret } from '../secrets.js';
import { sidecarSettings } from '../sidecar-spec.js';
import { openStack } from '../stack.js';
import type { Command } from './command.js';

export const env: Command = {
  name: 'env',
  usage: 'env',
  summary: 'export lines for `dapr run -f dapr`',
  details:
    'For who has the Dapr CLI: ./dev.sh up --only infrastructure && eval "$(./dev.sh env)" && dapr run -f dapr\n' +
    'The output contains secrets.',
  async run(args) {
    parseOptions(args, {});
    const { paths, launch, secrets, connections } = openStack();
    const anchors = trustAnchorsFile(paths);
    const settings = sidecarSettings({
      daprd: launch.tools.daprd,
      manifest: launch.manifest,
      paths,
      redisHost: `${connections.redis.host}:${connections.redis.port}`,
      sentryPort: infrastructurePorts(launch.offset).sentry,
      tracesPort: infrastructurePorts(launch.offset).traces,
      isTraced: false,
      trustAnchors: existsSync(anchors) ? readFileSync(anchors, 'utf8') : '',
      daprApiToken: developmentSecret(secrets, 'dapr-api-token'),
      appApiToken: developmentSecret(secrets, 'app-api-token'),
    });
    for (const [name, value] of Object.entries({ ...settings, POD_NAME: 'local-0' })) {
      console.log(`export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`);
    }
    return Promise.resolve(0);
  },
};
