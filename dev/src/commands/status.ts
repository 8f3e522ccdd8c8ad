import { parseOptions } from '../cli/options.js';
import { gatewayUrl, statusReport } from '../cli/status-report.js';
import { statusTable } from '../cli/status-table.js';
import { readLaunch } from '../launch.js';
import { readManifest } from '../manifest.js';
import { defaultHome, stackPaths } from '../paths.js';
import { findLeftovers } from '../process/leftovers.js';
import { askView } from '../supervisor/control-client.js';
import { isAllReady } from '../supervisor/view.js';
import type { Command } from './command.js';

export const status: Command = {
  name: 'status',
  usage: 'status [--json]',
  summary: 'services, replicas, sidecars, infrastructure; 0 when all is ready, else 1',
  async run(args) {
    const { values } = parseOptions(args, { json: { type: 'boolean' } });
    const paths = stackPaths(defaultHome());
    const view = await askView(paths.socket);
    if (values.json === true) {
      const manifest = readManifest(readLaunch(paths.launch)?.manifest);
      console.log(JSON.stringify(statusReport(view, manifest), null, 2));
    } else if (view === undefined) {
      const left = findLeftovers(paths);
      console.log(
        left.length === 0
          ? 'Nothing runs. Start with ./dev.sh up'
          : `The supervisor died; ${left.length} processes are left (${left.map(({ name }) => name).join(', ')}). ` +
              './dev.sh up starts afresh, ./dev.sh down stops them.',
      );
    } else {
      console.log(statusTable(view));
      const gateway = gatewayUrl(view);
      if (gateway !== null) console.log(`\n${gateway}`);
      if (view.failure !== null) console.log(`\nThe start failed: ${view.failure}`);
    }
    return view !== undefined && isAllReady(view) ? 0 : 1;
  },
};
