import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DevError } from '../errors.js';
import { cacheFolder } from '../paths.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { runTool } from './run-tool.js';

/** What is built where neither kustomize nor kubectl is installed: the last one for the Go that builds the sidecar. */
const VERSION = '5.8.1';
const MAJOR = 'v5.';

/** The words of a command that renders the folder that is added to them. */
export type Renderer = readonly [program: string, subcommand: string];

/** Finds a kustomize of this major version: PATH, the one inside kubectl, a build with Go that is kept. */
export async function ensureKustomize(say: (line: string) => void): Promise<Renderer> {
  const installed = (await findKustomize(say)) ?? (await findKubectl(say));
  if (installed !== undefined) return installed;
  const built = join(cacheFolder(), `kustomize-${VERSION}`);
  if (!isExecutable(join(built, 'kustomize'))) await build(built, say);
  say(`kustomize: our build in ${built}`);
  return [join(built, 'kustomize'), 'build'];
}

async function findKustomize(say: (line: string) => void): Promise<Renderer | undefined> {
  const program = findOnPath('kustomize');
  if (program === undefined) return undefined;
  const version = (await runTool(program, ['version'])).stdout.trim();
  say(`kustomize: ${program} (${version})${version.startsWith(MAJOR) ? '' : ` is not used, it has to be ${MAJOR}x`}`);
  return version.startsWith(MAJOR) ? [program, 'build'] : undefined;
}

async function findKubectl(say: (line: string) => void): Promise<Renderer | undefined> {
  const program = findOnPath('kubectl');
  if (program === undefined) return undefined;
  const { stdout } = await runTool(program, ['version', '--client']);
  const version = /^Kustomize Version: (\S+)$/m.exec(stdout)?.[1] ?? 'none';
  const fits = version.startsWith(MAJOR);
  say(`kustomize: ${version} inside ${program}${fits ? '' : ` is not used, it has to be ${MAJOR}x`}`);
  return fits ? [program, 'kustomize'] : undefined;
}

async function build(folder: string, say: (line: string) => void): Promise<void> {
  const go = findOnPath('go');
  if (go === undefined) {
    throw new DevError('no-kustomize', 'kustomize is missing: install kubectl or kustomize, or Go to build it.');
  }
  say(`kustomize: building ${VERSION} with ${go}, about half a minute the first time`);
  const work = `${folder}.${process.pid}.tmp`;
  mkdirSync(work, { recursive: true });
  try {
    const env = { ...process.env, GOBIN: work, CGO_ENABLED: '0' };
    const module = `sigs.k8s.io/kustomize/kustomize/v5@v${VERSION}`;
    const { ok } = await runTool(go, ['install', '-trimpath', '-ldflags', '-s -w', module], { loud: true, env });
    if (!ok) throw new DevError('no-kustomize', `kustomize ${VERSION} cannot be built (see above); install kubectl.`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
