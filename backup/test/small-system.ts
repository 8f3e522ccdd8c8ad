import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, createLogger, migrate } from '@gym/service-kit';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { CHECKOUT } from '@gym/dev';
import { startEnvironment, type TestEnvironment } from '../../tests/support/environment.js';
import { readSettings, type Settings } from '../src/settings.js';

/** The databases of the services and a Redis, without the services. */
export interface SmallSystem {
  readonly environment: TestEnvironment;
  readonly variables: Record<string, string>;
  settings(more?: Record<string, string>): Settings;
  rows(name: string, sql: string): Promise<unknown[]>;
  redis<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const services = ['auth', 'user', 'tournament'];

export async function startSmallSystem(): Promise<SmallSystem> {
  const environment = await startEnvironment();
  const log = createLogger('backup-test', { level: 'silent', json: false });
  for (const service of services) {
    const database = createDatabase(await environment.createDatabase(`${service}-db`), log);
    await migrate(database, join(CHECKOUT, `services/${service}-service/migrations`), log);
    await database.close();
  }
  const variables = {
    GYM_SECRETS_FILE: environment.secretsFile,
    GYM_REDIS_HOST: environment.redisHost,
    GYM_BACKUP_FOLDER: join(environment.folder, 'backups'),
  };
  const settings = (more: Record<string, string> = {}): Settings => readSettings({ ...variables, ...more });
  return {
    environment,
    variables,
    settings,
    async rows(name, sql) {
      const url = settings().databases.find((database) => database.name === name)?.url.href;
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    },
    async redis(work) {
      const { host, port, password } = settings().redis;
      const redis = new Redis({ host, port, password });
      try {
        return await work(redis);
      } finally {
        redis.disconnect();
      }
    },
    stop: () => environment.stop(),
  };
}

/** A key pair in a keyring of its own. @returns whose it is */
export function makeGpgKey(folder: string): string {
  const keyring = join(folder, 'gnupg');
  mkdirSync(keyring);
  chmodSync(keyring, 0o700);
  process.env['GNUPGHOME'] = keyring;
  const owner = 'backup@gym.test';
  execFileSync('gpg', ['--batch', '--passphrase', '', '--quick-generate-key', owner, 'default', 'default', 'never'], {
    stdio: 'ignore',
    env: { ...process.env },
  });
  return owner;
}
