import { readFileSync } from 'node:fs';
import {
  openStack,
  startStack,
  viewStack,
  type ProcessView,
  type Secrets,
  type StackPaths,
  type StackView,
} from '@gym/dev';
import { z } from 'zod';
import { becomesTrue } from './wait.js';

const records = z.array(z.object({ kind: z.string(), pid: z.int() }));

/** The running stack whose parts are broken. */
export interface StackUnderTest {
  readonly paths: StackPaths;
  readonly secrets: Secrets;
  readonly gatewayUrl: string;
  /** The process that carries the events. */
  readonly broker: 'redis' | 'rabbitmq';
  /** @throws when no supervisor answers */
  view(): Promise<StackView>;
  process(name: string): Promise<ProcessView>;
  /** @returns the pid that was killed */
  kill(name: string): Promise<number>;
  /** Waits until another process runs in its place. */
  replaced(name: string, pid: number): Promise<void>;
  supervisorPid(): number;
  /** What a person does who finds that nothing supervises the stack any more. */
  up(): Promise<void>;
}

const patienceMs = 30_000;

export function openStackUnderTest(home: string, offset: number): StackUnderTest {
  const { paths, secrets, launch, connections } = openStack(home);

  async function view(): Promise<StackView> {
    const seen = await viewStack(paths.socket);
    if (seen === undefined) throw new Error('no supervisor answers');
    return seen;
  }

  async function find(name: string): Promise<ProcessView> {
    const found = (await view()).processes.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`there is no process ${name}`);
    return found;
  }

  return {
    paths,
    secrets,
    broker: connections.rabbitmq === undefined ? 'redis' : 'rabbitmq',
    gatewayUrl: `http://127.0.0.1:${8000 + offset}`,
    view,
    process: find,
    async kill(name) {
      let killed = 0;
      // It may end by itself between the look and the signal.
      const kill = async (): Promise<boolean> => {
        const { pid } = await find(name);
        if (pid === null) return false;
        process.kill(pid, 'SIGKILL');
        killed = pid;
        return true;
      };
      if (!(await becomesTrue(kill, patienceMs, 20))) throw new Error(`${name} does not run`);
      return killed;
    },
    async replaced(name, pid) {
      const isNew = async (): Promise<boolean> => {
        const now = (await find(name)).pid;
        return now !== null && now !== pid;
      };
      if (!(await becomesTrue(isNew, patienceMs, 20))) throw new Error(`${name} was not started again`);
    },
    supervisorPid() {
      const found = records
        .parse(JSON.parse(readFileSync(paths.processes, 'utf8')))
        .find(({ kind }) => kind === 'supervisor');
      if (found === undefined) throw new Error('there is no supervisor');
      return found.pid;
    },
    async up() {
      await startStack({
        home,
        offset,
        replicas: launch.replicas,
        ...(launch.components !== undefined && { components: launch.components }),
      });
    },
  };
}
