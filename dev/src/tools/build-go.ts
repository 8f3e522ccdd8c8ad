import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DevError } from '../errors.js';
import { cacheFolder } from '../paths.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { runTool } from './run-tool.js';

export interface GoPrograms {
  /** What messages and the folder in the cache are called. */
  readonly name: string;
  /** The folder with go.mod, go.sum and what there is of sources. */
  readonly module: string;
  /** Import paths, or paths inside the module, by the name of the program. */
  readonly packages: Readonly<Record<string, string>>;
  readonly ldflags?: string;
  readonly tags?: string;
  /** How long it takes the first time. */
  readonly takes: string;
}

const moduleSchema = z.object({ Dir: z.string(), Version: z.string() });

/** Builds programs of a Go module once per state of its files. @returns the folder in the cache that holds them */
export async function buildGo(programs: GoPrograms, say: (line: string) => void): Promise<string> {
  const folder = join(cacheFolder(), `${programs.name}-${keyOf(programs)}`);
  if (!Object.keys(programs.packages).every((program) => isExecutable(join(folder, program)))) {
    say(`${programs.name}: building it with Go, ${programs.takes} the first time`);
    await build(programs, folder);
  }
  say(`${programs.name}: our build in ${folder}`);
  return folder;
}

/** Where the sources of a module are that another one requires; they are fetched when they are not there. */
export async function goModule(module: string, path: string): Promise<{ folder: string; version: string }> {
  const { ok, stdout } = await runTool(findGo(path), ['-C', module, 'mod', 'download', '-json', path], { loud: true });
  if (!ok) throw new DevError('no-module', `The Go module ${path} cannot be had, see above.`);
  const { Dir, Version } = moduleSchema.parse(JSON.parse(stdout));
  return { folder: Dir, version: Version };
}

function findGo(name: string): string {
  const go = findOnPath('go');
  if (go === undefined) throw new DevError('no-go', `Go is needed for ${name}: https://go.dev/dl/`);
  return go;
}

function keyOf({ module, ...options }: GoPrograms): string {
  const hash = createHash('sha256').update(JSON.stringify([options, process.platform, process.arch]));
  const files = readdirSync(module, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const file of files.filter((name) => statSync(join(module, name)).isFile())) {
    hash.update(`\n${file}\n`).update(readFileSync(join(module, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function build({ name, module, packages, ldflags = '', tags = '' }: GoPrograms, folder: string): Promise<void> {
  const go = findGo(name);
  const work = `${folder}.${process.pid}.tmp`;
  mkdirSync(work, { recursive: true });
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };
    for (const [program, path] of Object.entries(packages)) {
      const options = ['-trimpath', '-tags', tags, '-ldflags', `-s -w ${ldflags}`, '-o', join(work, program)];
      const { ok } = await runTool(go, ['-C', module, 'build', ...options, path], { loud: true, env });
      if (!ok) throw new DevError('go-build-failed', `${name}: ${program} cannot be built, see above.`);
    }
    rmSync(folder, { recursive: true, force: true });
    // The rename is the moment at which the folder exists for everybody else: complete or not at all.
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
