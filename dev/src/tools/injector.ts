import { join } from 'node:path';
import { CHECKOUT } from '../paths.js';
import { buildGo, goModule } from './build-go.js';

type Say = (line: string) => void;

const sources = join(CHECKOUT, 'tests/kubernetes/programs/dapr');

/** Dapr's injector as it runs in a cluster. @returns the folder that holds it */
export function ensureInjector(say: Say): Promise<string> {
  return buildGo(
    {
      name: 'injector',
      module: sources,
      packages: { injector: 'github.com/dapr/dapr/cmd/injector' },
      takes: 'two minutes',
    },
    say,
  );
}

/** The injector's own code for manifests in files (tests/kubernetes/programs/dapr/inject). @returns the program */
export async function ensureInject(say: Say): Promise<string> {
  const folder = await buildGo(
    { name: 'inject', module: sources, packages: { inject: './inject' }, takes: 'a minute' },
    say,
  );
  return join(folder, 'inject');
}

/** Sources of Dapr: its chart, and what its components can be told. */
export async function daprSources(): Promise<{ chart: string; version: string; components: string }> {
  const [runtime, components] = await Promise.all(
    ['dapr', 'components-contrib'].map((name) => goModule(sources, `github.com/dapr/${name}`)),
  );
  return {
    chart: join(runtime?.folder ?? '', 'charts/dapr'),
    version: runtime?.version.replace(/^v/, '') ?? '',
    components: components?.folder ?? '',
  };
}
