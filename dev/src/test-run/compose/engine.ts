import { join } from 'node:path';
import { DevError } from '../../errors.js';
import { cacheFolder, CHECKOUT } from '../../paths.js';
import { runTool } from '../../tools/run-tool.js';
import { ensureSidecar } from '../../tools/sidecar.js';

/** A container engine that answers. */
export interface Engine {
  /** `docker compose` as a command and its first arguments. */
  readonly compose: readonly [string, ...string[]];
  readonly docker: string;
  /** What both need to find the engine. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const lab = join(CHECKOUT, 'tests/compose/lab/lab.sh');

/** The engine of this machine, else one of our own (Debian, root) with base images made from Debian and npm packages. */
export async function ensureEngine(say: (line: string) => void): Promise<Engine> {
  const found = await runTool('docker', ['compose', 'version']).catch(() => ({ ok: false }));
  const answers = found.ok && (await runTool('docker', ['info'])).ok;
  if (answers) return { compose: ['docker', 'compose'], docker: 'docker', env: {}, stop: () => Promise.resolve() };
  if (process.getuid?.() !== 0 || !(await runTool('apt-get', ['--version']).catch(() => ({ ok: false }))).ok) {
    throw new DevError('no-engine', 'Docker with docker compose is needed: https://docs.docker.com/engine/install/');
  }
  return startLab(say);
}

async function startLab(say: (line: string) => void): Promise<Engine> {
  const folder = join(cacheFolder(), 'compose-lab');
  const sidecar = await ensureSidecar(say);
  const env = { LAB: folder, DAPRD: sidecar.daprd, SENTRY: sidecar.sentry };
  const step = async (name: string, what: string): Promise<void> => {
    say(what);
    const { ok } = await runTool(lab, [name], { loud: true, env: { ...process.env, ...env } });
    if (!ok) throw new DevError('no-engine', `${lab} ${name} failed, see above; its log is ${folder}/engine.log`);
  };
  await step('tools', 'engine: installing Docker and building docker compose, up to two minutes the first time');
  await step('start', 'engine: starting');
  await step('images', 'engine: making base images, up to a minute');
  return {
    compose: [join(folder, 'config/cli-plugins/docker-compose')],
    docker: '/usr/bin/docker',
    env: { DOCKER_CONFIG: join(folder, 'config'), DOCKER_HOST: `unix://${join(folder, 'docker.sock')}` },
    stop: () => step('stop', 'engine: stopping'),
  };
}
