import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT, defaultHome, readSecrets, restartInStack, stackPaths, viewStack, type Secrets } from '@gym/dev';
import { z } from 'zod';

/** Far from the ports of development and of the tests, so that a benchmark can run beside both. */
const offset = 9000;
export const gatewayPort = 8000 + offset;
/** Of the gateway's own sidecar. */
export const sidecarPort = 3500 + offset;

export const resultFolder = join(defaultHome(), 'bench');
export const home = join(resultFolder, 'home');

const replica = z.object({ port: z.int(), pid: z.int().nullable(), dapr_pid: z.int().nullable() });
const statusSchema = z.object({
  services: z.array(z.object({ name: z.string(), replicas: z.array(replica) })),
  infrastructure: z.array(z.object({ pid: z.int().nullable() })),
});

/** Pids of all services, sidecars and servers of the stack. */
export async function stackPids(): Promise<number[]> {
  const status = statusSchema.parse(JSON.parse(await dev('status', '--json')));
  const replicas = status.services.flatMap((service) => service.replicas);
  const pids = [
    ...replicas.flatMap((item) => [item.pid, item.dapr_pid]),
    ...status.infrastructure.map((item) => item.pid),
  ];
  return pids.filter((pid) => pid !== null);
}

export interface RunningProcess {
  name: string;
  kind: 'infrastructure' | 'app' | 'sidecar';
  pid: number;
}

export async function processes(): Promise<RunningProcess[]> {
  const view = await viewStack(stackPaths(home).socket);
  if (view === undefined) throw new Error('the stack does not run');
  return view.processes.flatMap(({ name, kind, pid }) => (pid === null ? [] : [{ name, kind, pid }]));
}

export async function restartService(name: string): Promise<void> {
  await restartInStack(stackPaths(home).socket, name);
}

/**
 * @param twice services that get two replicas
 * @param traced share of the requests that are recorded
 */
export async function startStack(twice: readonly string[] = [], traced = 0): Promise<void> {
  const replicas = twice.flatMap((service) => ['--replicas', `${service}=2`]);
  await dev('up', '--offset', String(offset), '--trace', String(traced), ...replicas);
}

export interface ReplicaPort {
  service: string;
  /** 0, 1, ... */
  replica: number;
  port: number;
}

/** Where each replica of each service listens. */
export async function replicas(): Promise<ReplicaPort[]> {
  const { services } = statusSchema.parse(JSON.parse(await dev('status', '--json')));
  return services.flatMap(({ name, replicas: all }) =>
    all.map(({ port }, replica) => ({ service: name, replica, port })),
  );
}

export async function stopStack(): Promise<void> {
  await dev('down');
}

export function secrets(): Secrets {
  const found = readSecrets(stackPaths(home).secrets);
  if (found === undefined) throw new Error('the stack has no secrets yet; it was never started');
  return found;
}

/** Runs the command behind dev.sh on the stack of the benchmarks. @returns what it printed */
function dev(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(CHECKOUT, 'dev/dist/main.js'), ...args], {
      env: { ...process.env, GYM_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${args.join(' ')} ended with ${code}\n${complaints}${printed}`));
    });
  });
}
