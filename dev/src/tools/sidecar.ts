import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DevError, messageOf } from '../errors.js';
import { cacheFolder, CHECKOUT } from '../paths.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { runTool } from './run-tool.js';

export interface SidecarBinaries {
  readonly daprd: string;
  readonly sentry: string;
}

type Say = (line: string) => void;

const releaseSchema = z.object({
  version: z.string(),
  url: z.string(),
  binaries: z.array(z.string()),
  sha256: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

function readRelease(): z.infer<typeof releaseSchema> {
  return releaseSchema.parse(JSON.parse(readFileSync(join(CHECKOUT, 'dapr/sidecar/release.json'), 'utf8')));
}

/** An installed or built daprd, without fetching or building one. */
export async function lookForSidecar(): Promise<string | undefined> {
  const installed = await findInstalled(readRelease().version, () => undefined);
  if (installed !== undefined) return installed.daprd;
  const cache = cacheFolder();
  const folders = existsSync(cache) ? readdirSync(cache) : [];
  return folders.map((folder) => join(cache, folder, 'daprd')).find(isExecutable);
}

/** Finds daprd and sentry: PATH, ~/.dapr/bin, the official release if its checksum is pinned, a build from source. */
export async function ensureSidecar(say: Say): Promise<SidecarBinaries> {
  const release = readRelease();
  return (
    (await findInstalled(release.version, say)) ?? (await downloadRelease(release, say)) ?? (await buildFromSource(say))
  );
}

async function findInstalled(version: string, say: Say): Promise<SidecarBinaries | undefined> {
  const onPath = findOnPath('daprd');
  for (const folder of [onPath === undefined ? undefined : dirname(onPath), join(homedir(), '.dapr/bin')]) {
    if (folder === undefined) continue;
    const binaries = { daprd: join(folder, 'daprd'), sentry: join(folder, 'sentry') };
    if (!isExecutable(binaries.daprd)) continue;
    if (!isExecutable(binaries.sentry)) {
      say(`daprd: ${binaries.daprd} is not used, because sentry is missing beside it`);
      continue;
    }
    const found = (await runTool(binaries.daprd, ['--version'])).stdout.trim();
    if (found === version) return binaries;
    say(`daprd: ${binaries.daprd} is not used, because it is version ${found} and not ${version}`);
  }
  return undefined;
}

const PLATFORM = `${process.platform}_${{ x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch}`;
const DOWNLOAD_TIMEOUT_MS = 120_000;

async function downloadRelease(release: z.infer<typeof releaseSchema>, say: Say): Promise<SidecarBinaries | undefined> {
  const folder = join(cacheFolder(), `release-${release.version}-${PLATFORM}`);
  const binaries = { daprd: join(folder, 'daprd'), sentry: join(folder, 'sentry') };
  const pinned = release.binaries.every((binary) => release.sha256[`${binary}_${PLATFORM}`] !== undefined);
  if (!pinned) return undefined;
  if (Object.values(binaries).every(isExecutable)) return binaries;
  const work = `${folder}.${process.pid}.tmp`;
  mkdirSync(work, { recursive: true });
  try {
    for (const binary of release.binaries) {
      const [os = '', arch = ''] = PLATFORM.split('_');
      const url = release.url
        .replaceAll('{version}', release.version)
        .replaceAll('{binary}', binary)
        .replaceAll('{os}', os)
        .replaceAll('{arch}', arch);
      say(`daprd: downloading ${url}`);
      await downloadVerified(url, release.sha256[`${binary}_${PLATFORM}`] ?? '', join(work, `${binary}.tar.gz`));
      const { ok } = await runTool('tar', ['-xzf', join(work, `${binary}.tar.gz`), '-C', work]);
      if (!ok) throw new DevError('release-broken', `${url} cannot be unpacked`);
      // The archive names its file after the platform.
      renameSync(join(work, `${binary}_${PLATFORM}`), join(work, binary));
    }
    renameSync(work, folder);
    return binaries;
  } catch (error) {
    if (error instanceof DevError && error.slug === 'checksum-mismatch') throw error;
    say(`daprd: the official release cannot be had (${messageOf(error)})`);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function downloadVerified(url: string, sha256: string, target: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  if (!response.ok) throw new DevError('download-failed', `${url} answers ${response.status}`);
  const body = Buffer.from(await response.arrayBuffer());
  const found = createHash('sha256').update(body).digest('hex');
  if (found !== sha256) throw new DevError('checksum-mismatch', `${url} has the checksum ${found}, expected ${sha256}`);
  writeFileSync(target, body);
}

async function buildFromSource(say: Say): Promise<SidecarBinaries> {
  const { ok, stdout } = await runTool(join(CHECKOUT, 'dapr/sidecar/build.sh'), [], { loud: true });
  const folder = stdout.trim().split('\n').at(-1) ?? '';
  const binaries = { daprd: join(folder, 'daprd'), sentry: join(folder, 'sentry') };
  if (!ok || !Object.values(binaries).every(isExecutable)) {
    throw new DevError(
      'no-daprd',
      'daprd cannot be had: install the Dapr CLI and run `dapr init --slim`, or install Go (see above) to build it.',
    );
  }
  say(`daprd: our build in ${folder}`);
  return binaries;
}
