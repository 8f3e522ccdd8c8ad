import type { Tools } from '../launch.js';
import { ensurePostgres } from './postgres.js';
import { ensureRedis } from './redis.js';
import { ensureSidecar } from './sidecar.js';

/** Finds, fetches or builds every program a stack consists of, and says where each one comes from. */
export async function ensureTools(home: string, say: (line: string) => void): Promise<Tools> {
  const sidecar = await ensureSidecar(say);
  const redis = await ensureRedis(say);
  return { ...sidecar, redis, postgres: ensurePostgres(home, say) };
}
