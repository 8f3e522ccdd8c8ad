import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DevError } from '../errors.js';
import { cacheFolder, CHECKOUT } from '../paths.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { runTool } from './run-tool.js';

/** What is built where none is installed; the Go module of 3.13.5 is called v0.313.5 (observability/prometheus/go.mod). */
const VERSION = '3.13.5';
const MAJOR = '3.';
const COMMANDS = ['prometheus', 'promtool'] as const;

export type PrometheusBinaries = Readonly<Record<(typeof COMMANDS)[number], string>>;

/** Finds Prometheus and promtool of this major version: PATH, or a build with Go that is kept. */
export async function ensurePrometheus(say: (line: string) => void): Promise<PrometheusBinaries> {
  const found = findOnPath('prometheus');
  if (found !== undefined && (await isUsable(found, say))) return inFolder(dirname(found));
  const built = join(cacheFolder(), `prometheus-${VERSION}`);
  if (!Object.values(inFolder(built)).every(isExecutable)) await build(built, say);
  say(`prometheus: our build in ${built}`);
  return inFolder(built);
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

/** Without the clients of all clouds, which are most of it: targets come from files here. */
async function build(folder: string, say: (line: string) => void): Promise<void> {
  const go = findOnPath('go');
  if (go === undefined) throw new DevError('no-prometheus', 'Prometheus is missing: install it, or Go to build it.');
  say(`prometheus: building ${VERSION} with ${go}, two to eight minutes the first time`);
  const work = `${folder}.${process.pid}.tmp`;
  mkdirSync(work, { recursive: true });
  try {
    const sources = join(CHECKOUT, 'observability/prometheus');
    const options = ['-trimpath', '-tags', 'remove_all_sd', '-ldflags', '-s -w', '-o', `${work}/`];
    const packages = COMMANDS.map((command) => `github.com/prometheus/prometheus/cmd/${command}`);
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };
    const { ok } = await runTool(go, ['-C', sources, 'build', ...options, ...packages], { loud: true, env });
    if (!ok) throw new DevError('no-prometheus', `Prometheus ${VERSION} cannot be built, see above; install it.`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
