import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { send, type Answer, type CallOptions } from './answer.js';

/** The folder of the running stack. */
export const stackHome = z.object({ GYM_TEST_HOME: z.string() }).parse(process.env).GYM_TEST_HOME;

const pid = z.int().nullable();
const statusSchema = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      replicas: z.array(z.object({ pid, port: z.int(), dapr_pid: pid, state: z.string() })),
    }),
  ),
  infrastructure: z.array(z.object({ name: z.string(), pid })),
});
export type StackStatus = z.infer<typeof statusSchema>;

/** What `./dev.sh status` says about the running stack. */
export async function stackStatus(): Promise<StackStatus> {
  const tool = resolve(import.meta.dirname, '../../dev/dist/main.js');
  const stdout = await new Promise<string>((done) => {
    // The exit code says whether all is ready, which it is not after a kill.
    execFile('node', [tool, 'status', '--json'], { env: { ...process.env, GYM_HOME: stackHome } }, (_error, output) =>
      done(output),
    );
  });
  return statusSchema.parse(JSON.parse(stdout));
}

/** One replica, asked as its own sidecar asks it: past the gateway and the choice of the sidecars. */
export interface Replica {
  service: string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export async function replicasOf(...services: string[]): Promise<Replica[]> {
  const secrets = z
    .object({ development: z.object({ 'app-api-token': z.string() }) })
    .parse(JSON.parse(readFileSync(join(stackHome, 'secrets.json'), 'utf8')));
  const always = { 'dapr-api-token': secrets.development['app-api-token'] };
  const { services: running } = await stackStatus();
  return running
    .filter(({ name }) => services.includes(name))
    .flatMap(({ name, replicas }) =>
      replicas.map(({ port }): Replica => {
        const call: Replica['call'] = (method, path, options = {}) =>
          send(method, `http://127.0.0.1:${port}${path}`, options, always);
        return { service: name, call };
      }),
    );
}
