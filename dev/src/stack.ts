import { spawn } from 'node:child_process';
import { closeSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addConnectionSecrets, connectionsOf, type Connections } from './connections.js';
import { DevError } from './errors.js';
import { dropDatabases } from './infrastructure/databases.js';
import { readLaunch, writeLaunch, type Launch } from './launch.js';
import { withLock } from './lock.js';
import { MANIFEST_FILE, readManifest, type Manifest } from './manifest.js';
import { defaultHome, ENTRY_POINT, makeStackFolders, stackPaths, type StackPaths } from './paths.js';
import { checkPorts } from './port-check.js';
import { isAlive } from './process/identity.js';
import { findLeftovers, STACK_MARK, stopLeftovers } from './process/leftovers.js';
import { lastLines, logPath, openLog, rotateLog } from './process/log-file.js';
import { ensureSecrets, readSecrets, writeSecrets, type Secrets } from './secrets.js';
import { askStop, askView } from './supervisor/control-client.js';
import { fatalFault, isAllReady, type StackView } from './supervisor/view.js';
import { ensureTools } from './tools/index.js';

export interface StackOptions {
  readonly home?: string;
  readonly manifest?: string;
  /** The folder of components instead of the usual one. */
  readonly components?: string;
  readonly offset?: number;
  readonly replicas?: Readonly<Record<string, number>>;
  readonly only?: 'infrastructure' | null;
  /** Share of the requests whose way is recorded, 0 to 1; none by default. */
  readonly traced?: number;
  readonly timeoutMs?: number;
  readonly say?: (line: string) => void;
  readonly onProgress?: (view: StackView) => void;
}

/** A running stack. */
export interface Stack {
  readonly paths: StackPaths;
  readonly launch: Launch;
  readonly manifest: Manifest;
  readonly secrets: Secrets;
  readonly connections: Connections;
  readonly view: StackView;
  /** True when it ran before. */
  readonly found: boolean;
  /** True when this start made the secrets. */
  readonly first: boolean;
}

/** A supervisor writes its socket within this time, ms. */
const SUPERVISOR_PATIENCE_MS = 10_000;
const READY_PATIENCE_MS = 60_000;
const LOG_LINES = 20;

/** Starts a stack in the background and waits until all of it is ready; one that runs already is only waited for. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const paths = stackPaths(options.home ?? defaultHome());
  makeStackFolders(paths);
  return withLock(join(paths.run, 'start.lock'), 'Another start of this stack', async () => {
    const running = await askView(paths.socket);
    const first = running === undefined ? await launchStack(paths, options) : false;
    if (running !== undefined) refuseOtherShape(running, options);
    const view = await waitUntilReady(paths, options);
    return { ...openStack(paths.home), view, first, found: running !== undefined };
  });
}

/** Reads what is known about a stack that was started. */
export function openStack(home: string = defaultHome()): Omit<Stack, 'view' | 'found' | 'first'> {
  const paths = stackPaths(home);
  const launch = readLaunch(paths.launch);
  const secrets = readSecrets(paths.secrets);
  if (launch === undefined || secrets === undefined) {
    throw new DevError('never-started', 'This stack was never started: ./dev.sh up');
  }
  const manifest = readManifest(launch.manifest, launch.components);
  return { paths, launch, manifest, secrets, connections: connectionsOf(launch, manifest, secrets) };
}

/** Stops a stack, whether its supervisor lives or not. Returns false when there was nothing to stop. */
export async function stopStack(home: string = defaultHome()): Promise<boolean> {
  const paths = stackPaths(home);
  if (!existsSync(paths.run)) return false;
  const supervisor = findLeftovers(paths).find((record) => record.kind === 'supervisor');
  const answered = await askStop(paths.socket);
  if (answered && supervisor !== undefined) {
    const deadline = Date.now() + SUPERVISOR_PATIENCE_MS;
    while (isAlive(supervisor) && Date.now() < deadline) await delay(20);
  }
  const leftovers = await stopLeftovers(paths);
  rmSync(paths.state, { force: true });
  return answered || leftovers.length > 0;
}

/** Deletes everything a stopped stack wrote, except its logs when `keepLogs` is set. */
export async function deleteStack(home: string, keepLogs = false): Promise<void> {
  const paths = stackPaths(home);
  const launch = readLaunch(paths.launch);
  if (launch?.tools.postgres.kind === 'external') {
    const { connections } = openStack(home);
    await dropDatabases(connections.postgres.adminUrl, connections.owners);
  } else if (launch?.tools.postgres.kind === 'embedded') {
    rmSync(launch.tools.postgres.dataFolder, { recursive: true, force: true });
  }
  const all = [paths.data, paths.certs, paths.mail, paths.run, paths.secrets, ...(keepLogs ? [] : [paths.logs])];
  for (const path of all) rmSync(path, { recursive: true, force: true });
}

async function launchStack(paths: StackPaths, options: StackOptions): Promise<boolean> {
  const say = options.say ?? (() => undefined);
  const manifestFile = options.manifest ?? MANIFEST_FILE;
  const manifest = readManifest(manifestFile, options.components);
  const leftovers = await stopLeftovers(paths);
  if (leftovers.length > 0) say(`Stopped what an earlier start left behind: ${leftovers.join(', ')}`);
  const launch: Launch = {
    home: paths.home,
    manifest: manifestFile,
    ...(options.components !== undefined && { components: options.components }),
    offset: options.offset ?? 0,
    replicas: { ...options.replicas },
    only: options.only ?? null,
    traced: options.traced ?? 0,
    tools: await ensureTools(paths.home, say, { needsRabbitmq: manifest.componentSecrets.includes('rabbitmq') }),
  };
  await checkPorts(launch, manifest);
  const { secrets, made } = ensureSecrets(paths.secrets);
  writeSecrets(paths.secrets, addConnectionSecrets(secrets, connectionsOf(launch, manifest, secrets)));
  writeLaunch(paths.launch, launch);
  spawnSupervisor(paths);
  return made;
}

function spawnSupervisor(paths: StackPaths): void {
  rotateLog(paths.logs, 'supervisor');
  const log = openLog(paths.logs, 'supervisor');
  const child = spawn(process.execPath, [ENTRY_POINT, 'supervise', '--home', paths.home], {
    cwd: paths.run,
    env: { ...process.env, [STACK_MARK]: paths.home },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
}

function refuseOtherShape(view: StackView, options: StackOptions): void {
  const asked = JSON.stringify([
    options.offset ?? view.offset,
    options.only ?? null,
    options.replicas ?? view.replicas,
  ]);
  if (asked !== JSON.stringify([view.offset, view.only, view.replicas])) {
    throw new DevError(
      'other-shape',
      `It runs already with other options (offset ${view.offset}, replicas ${JSON.stringify(view.replicas)}, ` +
        `${view.only === null ? 'everything' : 'only the infrastructure'}): ./dev.sh down first.`,
    );
  }
}

async function waitUntilReady(paths: StackPaths, options: StackOptions): Promise<StackView> {
  const started = Date.now();
  const patience = options.timeoutMs ?? READY_PATIENCE_MS;
  for (;;) {
    const view = await askView(paths.socket);
    const elapsed = Date.now() - started;
    if (view === undefined) {
      if (elapsed > SUPERVISOR_PATIENCE_MS) throw startFault(paths, 'supervisor', 'the supervisor does not answer');
    } else {
      options.onProgress?.(view);
      if (isAllReady(view)) return view;
      const fault = fatalFault(view);
      if (fault !== undefined) throw startFault(paths, fault.process?.name ?? 'supervisor', fault.message);
      if (elapsed > patience) {
        const waiting = view.processes.filter(({ state }) => state !== 'ready');
        const lines = waiting.map(({ name, state, reason }) => `${name} is ${state}: ${reason ?? ''}`);
        const message = `not ready after ${Math.round(patience / 1000)} s\n${lines.join('\n')}`;
        throw startFault(paths, waiting[0]?.name ?? 'supervisor', message);
      }
    }
    await delay(50);
  }
}

/** The reason together with the last log lines of the process it is about. */
function startFault(paths: StackPaths, name: string, message: string): DevError {
  const lines = lastLines(logPath(paths.logs, name), LOG_LINES);
  return new DevError('start-failed', [message, `Last lines of ${logPath(paths.logs, name)}:`, ...lines].join('\n'));
}
