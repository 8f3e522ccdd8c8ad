import type { Tools } from '../launch.js';
import { ensurePostgres } from './postgres.js';
import { ensureRabbitmq } from './rabbitmq.js';
import { ensureRedis } from './redis.js';
import { ensureSidecar } from './sidecar.js';

/** Finds, fetches or builds every program a stack consists of, and says where each one comes from. */
export async function ensureTools(
  home: string,
  say: (line: string) => void,
  { needsRabbitmq = false } = {},
): Promise<Tools> {
  const sidecar = await ensureSidecar(say);
  const redis = await ensureRedis(say);
  const rabbitmq = needsRabbitmq ? await ensureRabbitmq(say) : undefined;
  return { ...sidecar, redis, postgres: ensurePostgres(home, say), ...(rabbitmq !== undefined && { rabbitmq }) };
}
