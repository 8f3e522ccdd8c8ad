import { parseOptions } from '../cli/options.js';
import { formatTable } from '../cli/table.js';
import { DevError } from '../errors.js';
import { figureRows } from '../metrics/figures.js';
import { readMetrics } from '../metrics/read-metrics.js';
import { openStack } from '../stack.js';
import { replicaPorts } from '../ports.js';
import { defaultHome, stackPaths } from '../paths.js';
import { askView } from '../supervisor/control-client.js';
import { matchProcesses } from '../supervisor/match.js';
import type { Command } from './command.js';

export const metrics: Command = {
  name: 'metrics',
  usage: 'metrics [service]',
  summary: 'the main figures of every replica since its start: requests, events, databases, sockets, event loop',
  details:
    'service is a service (all replicas) or one replica (user-service-0). Everything there is, for Prometheus:\n' +
    'http://127.0.0.1:<port>/metrics with the METRICS_PORT of dapr/dapr.yaml, and the metricsPort of its sidecar.',
  async run(args) {
    const { positionals } = parseOptions(args, {}, { positionals: 1 });
    const view = await askView(stackPaths(defaultHome()).socket);
    if (view === undefined) throw new DevError('not-running', 'Nothing runs. Start with ./dev.sh up');
    const { manifest, launch } = openStack();
    const [name] = positionals;
    const apps = view.processes.filter(({ kind }) => kind === 'app');
    const names = name === undefined ? apps.map((app) => app.name) : matchProcesses(apps, name);
    for (const app of apps.filter((candidate) => names.includes(candidate.name))) {
      const service = manifest.services.find(({ appId }) => appId === app.service);
      const port = service && replicaPorts(service.ports, app.replica ?? 0, launch.offset).appMetrics;
      console.log(`${app.name}\n${formatTable(await figuresOf(port))}\n`);
    }
    return 0;
  },
};

async function figuresOf(port: number | undefined): Promise<string[][]> {
  if (port === undefined) return [['  it has no METRICS_PORT in dapr/dapr.yaml']];
  const found = await readMetrics(port);
  if (found === undefined) return [[`  it does not answer at port ${port}: ./dev.sh status says why`]];
  return figureRows(found).map(([what, value]) => [`  ${what}`, value]);
}
