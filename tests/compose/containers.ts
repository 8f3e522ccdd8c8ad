import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const checkout = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const env = z
  .object({
    GYM_TEST_COMPOSE: z.string().transform((text) => z.array(z.string()).min(1).parse(JSON.parse(text))),
    GYM_TEST_DOCKER: z.string(),
  })
  .parse(process.env);

/** Runs `docker compose ...` for the stack under test. @returns what it printed */
export async function compose(...args: string[]): Promise<string> {
  const [program = '', ...first] = env.GYM_TEST_COMPOSE;
  return (await run(program, [...first, ...args], { cwd: checkout })).stdout;
}

const inspected = z.array(
  z.object({
    Image: z.string(),
    State: z.object({ Pid: z.int(), Health: z.object({ Status: z.string() }).optional() }),
    Config: z.object({
      User: z.string(),
      Env: z.array(z.string()),
      Cmd: z.array(z.string()).nullable(),
      Labels: z.object({ 'com.docker.compose.service': z.string() }),
    }),
    HostConfig: z.object({
      ReadonlyRootfs: z.boolean(),
      CapDrop: z.array(z.string()),
      SecurityOpt: z.array(z.string()).nullable(),
      Memory: z.number(),
      LogConfig: z.object({ Config: z.record(z.string(), z.string()) }),
    }),
  }),
);
export type Container = z.infer<typeof inspected>[number];

/** All containers of the stack, by the name they have in the compose file. */
export async function containers(): Promise<Map<string, Container>> {
  const ids = (await compose('ps', '--all', '--quiet')).trim().split('\n');
  const { stdout } = await run(env.GYM_TEST_DOCKER, ['inspect', ...ids]);
  return new Map(
    inspected.parse(JSON.parse(stdout)).map((item) => [item.Config.Labels['com.docker.compose.service'], item]),
  );
}

/** In bytes. */
export async function imageSize(image: string): Promise<number> {
  const { stdout } = await run(env.GYM_TEST_DOCKER, ['image', 'inspect', '--format', '{{.Size}}', image]);
  return Number(stdout);
}

/** As a crash: the engine sees a process die that nobody asked it to stop, and its restart policy acts. */
export async function crash(name: string): Promise<void> {
  const pid = (await containers()).get(name)?.State.Pid ?? 0;
  if (pid <= 0) throw new Error(`the container ${name} does not run`);
  process.kill(pid, 'SIGKILL');
}
