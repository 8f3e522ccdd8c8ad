import { mkdtemp, rm } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Redis } from 'ioredis';
import { BackupError, messageOf } from './errors.js';
import { readEntry, writeEntry } from './files.js';
import type { FileEntry, Manifest } from './manifest.js';
import { run, start } from './programs.js';
import type { Encryption, RedisAddress } from './settings.js';

/** Fetches the RDB file as a replica does. */
export async function saveRedis(
  address: RedisAddress,
  folder: string,
  encryption: Encryption,
): Promise<{ file: FileEntry; server_version: string }> {
  const { host, port, password, tls } = address;
  // Of the user alone: it is not encrypted yet.
  const scratch = await mkdtemp(join(tmpdir(), 'gym-redis-'));
  try {
    const rdb = join(scratch, 'dump.rdb');
    const args = ['-h', host, '-p', String(port), ...(tls ? ['--tls'] : []), '--rdb', rdb];
    await run('redis-cli', args, password === '' ? {} : { REDISCLI_AUTH: password });
    const file = await writeEntry(folder, 'redis.rdb.gz', createReadStream(rdb).pipe(createGzip()), encryption);
    return { file, server_version: await withRedis(address, versionOf) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function versionOf(redis: Redis): Promise<string> {
  return /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
}

/** Works with a connection and closes it. @throws BackupError when there is none */
export async function withRedis<T>(
  address: RedisAddress | { path: string },
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = new Redis(optionsOf(address));
  let fault: Error | undefined;
  redis.on('error', (error: Error) => (fault = error));
  try {
    await redis.connect();
    return await work(redis);
  } catch (error) {
    throw new BackupError(`redis: ${messageOf(fault ?? error)}`, { cause: error });
  } finally {
    redis.disconnect();
  }
}

function optionsOf(address: RedisAddress | { path: string }) {
  const once = { lazyConnect: true, retryStrategy: () => null };
  if ('path' in address) return { ...address, ...once };
  const { tls, ...rest } = address;
  return { ...rest, ...once, ...(tls && { tls: {} }) };
}

/** The content of a backup in a server of its own, which nobody else reaches. */
export interface SavedRedis {
  readonly socket: string;
  close(): Promise<void>;
}

const startPatienceMs = 60_000;

/** @throws BackupError when the content is no RDB file that this Redis reads */
export async function openSavedRedis(
  folder: string,
  { redis, encryption }: Manifest,
  identity: string | undefined,
): Promise<SavedRedis | undefined> {
  if (redis === null) return undefined;
  const scratch = await mkdtemp(join(tmpdir(), 'gym-redis-'));
  const socket = join(scratch, 'socket');
  const stored = readEntry(folder, redis.file, encryption, identity);
  const file = createWriteStream(join(scratch, 'dump.rdb'), { mode: 0o600 });
  const settings = `port 0\nunixsocket ${socket}\nunixsocketperm 700\ndir ${scratch}\nsave ""\ndaemonize no\n`;
  let server: ReturnType<typeof start> | undefined;
  const close = async (): Promise<void> => {
    server?.kill();
    await server?.done.catch(() => undefined);
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    await Promise.all([pipeline(stored.content, createGunzip(), file), stored.done]);
    server = start('redis-server', ['-']);
    server.stdout.resume();
    server.stdin.end(settings);
    await Promise.race([
      becomesReady(socket),
      server.done.then(() => Promise.reject(new BackupError('redis-server ended'))),
    ]);
    return { socket, close };
  } catch (error) {
    await close();
    throw new BackupError(`the content of Redis cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function becomesReady(socket: string): Promise<void> {
  for (const deadline = Date.now() + startPatienceMs; ; await delay(50)) {
    try {
      // It refuses everything while it loads.
      await withRedis({ path: socket }, (redis) => redis.dbsize());
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

const keysAtOnce = 500;

/**
 * Puts the state of a backup in the place of all that is there. Streams are left out: they hold events of a time that is
 * no more, whose numbers will be given to other events. Consumers ask the producers for what they miss.
 * @returns how many keys there are now
 */
export async function restoreRedis(saved: SavedRedis, address: RedisAddress): Promise<number> {
  return withRedis({ path: saved.socket }, (from) =>
    withRedis(address, async (to) => {
      await to.flushall();
      let count = 0;
      for (let cursor = '0'; ;) {
        const [next, keys] = await from.scan(cursor, 'COUNT', keysAtOnce);
        for (const key of keys) if (await copyKey(from, to, key)) count += 1;
        cursor = next;
        if (cursor === '0') return count;
      }
    }),
  );
}

/** An empty Redis, for a backup without one. */
export async function emptyRedis(address: RedisAddress): Promise<void> {
  await withRedis(address, (redis) => redis.flushall());
}

async function copyKey(from: Redis, to: Redis, key: string): Promise<boolean> {
  if ((await from.type(key)) === 'stream') return false;
  const [value, ttl] = [await from.dumpBuffer(key), await from.pttl(key)];
  // It may have expired just now.
  if (value === null || ttl === -2) return false;
  await to.restore(key, Math.max(0, ttl), value, 'REPLACE');
  return true;
}
