import { dirname, join } from 'node:path';
import { CHECKOUT } from '../paths.js';
import { buildGo } from './build-go.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { runTool } from './run-tool.js';

/** As observability/prometheus/go.mod has it, where 3.13.5 is called v0.313.5. */
const MAJOR = '3.';
const COMMANDS = ['prometheus', 'promtool'] as const;

export type PrometheusBinaries = Readonly<Record<(typeof COMMANDS)[number], string>>;

/** Finds Prometheus and promtool of this major version: PATH, or a build with Go that is kept. */
export async function ensurePrometheus(say: (line: string) => void): Promise<PrometheusBinaries> {
  const found = findOnPath('prometheus');
  if (found !== undefined && (await isUsable(found, say))) return inFolder(dirname(found));
  const packages = COMMANDS.map((command) => [command, `github.com/prometheus/prometheus/cmd/${command}`]);
  const folder = await buildGo(
    {
      name: 'prometheus',
      module: join(CHECKOUT, 'observability/prometheus'),
      packages: Object.fromEntries(packages),
      // Without the clients of all clouds, which are most of it: targets come from files here.
      tags: 'remove_all_sd',
      takes: 'two to eight minutes',
    },
    say,
  );
  return inFolder(folder);
}

async function isUsable(program: string, say: (line: string) => void): Promise<boolean> {
  const version = /version (\S+)/.exec((await runTool(program, ['--version'])).stdout)?.[1] ?? 'unknown';
  const isComplete = Object.values(inFolder(dirname(program))).every(isExecutable);
  const fits = version.startsWith(MAJOR) && isComplete;
  say(
    `prometheus: ${program} (${version})${fits ? '' : ` is not used, it has to be ${MAJOR}x with promtool beside it`}`,
  );
  return fits;
}

const inFolder = (folder: string): PrometheusBinaries => ({
  prometheus: join(folder, 'prometheus'),
  promtool: join(folder, 'promtool'),
});
