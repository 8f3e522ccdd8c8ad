import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { TestEnvironment } from './environment.js';

const secrets = z.object({ redis: z.object({ password: z.string() }) });

/** The Redis of an environment, beside all sidecars: to look into it, and to break it. */
export async function openRedis({ redisHost, secretsFile }: TestEnvironment): Promise<Redis> {
  const [host = '', port] = redisHost.split(':');
  const { redis } = secrets.parse(JSON.parse(await readFile(secretsFile, 'utf8')));
  return new Redis({ host, port: Number(port), password: redis.password });
}

/** Lets Redis answer questions and refuse every write meanwhile, as with a full disk. */
export async function whileReadOnly(redis: Redis, work: () => Promise<void>): Promise<void> {
  await redis.config('SET', 'min-replicas-to-write', '1');
  try {
    await work();
  } finally {
    await redis.config('SET', 'min-replicas-to-write', '0');
  }
}
