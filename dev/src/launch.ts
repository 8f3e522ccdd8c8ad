import { z } from 'zod';
import { DevError } from './errors.js';
import { readIfPresent, writeFileAtomically } from './files.js';

const redisSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('binary'), path: z.string() }),
  z.object({ kind: z.literal('container'), engine: z.string() }),
  z.object({ kind: z.literal('external'), url: z.string() }),
]);

const postgresSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('embedded'),
    binaries: z.string(),
    dataFolder: z.string(),
    user: z.object({ uid: z.int(), gid: z.int() }).optional(),
  }),
  z.object({ kind: z.literal('external'), url: z.string() }),
]);

const launchSchema = z.object({
  home: z.string(),
  manifest: z.string(),
  /** The folder instead of `components/`, if it is another one. */
  components: z.string().optional(),
  offset: z.int().min(0),
  replicas: z.record(z.string(), z.int().min(0)),
  only: z.literal('infrastructure').nullable(),
  /** Share of the requests that are recorded. */
  traced: z.number().min(0).max(1),
  tools: z.object({
    daprd: z.string(),
    sentry: z.string(),
    redis: redisSource,
    postgres: postgresSource,
    rabbitmq: z.string().optional(),
  }),
});

/** How a stack was started: kept on disk, so that no later command needs the options again. */
export type Launch = z.infer<typeof launchSchema>;
export type Tools = Launch['tools'];
export type RedisSource = z.infer<typeof redisSource>;
export type PostgresSource = z.infer<typeof postgresSource>;

export function writeLaunch(file: string, launch: Launch): void {
  writeFileAtomically(file, JSON.stringify(launch, null, 2));
}

export function readLaunch(file: string): Launch | undefined {
  const content = readIfPresent(file);
  if (content === undefined) return undefined;
  const parsed = launchSchema.safeParse(JSON.parse(content));
  if (parsed.success) return parsed.data;
  throw new DevError('launch-invalid', `${file} is damaged:\n${z.prettifyError(parsed.error)}`);
}
