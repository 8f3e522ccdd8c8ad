import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { backUp } from '../src/backup.js';
import { connect, openCut, takeLock } from '../src/cut.js';
import { findBackup, listBackups } from '../src/folder.js';
import { readManifest } from '../src/manifest.js';
import { restore } from '../src/restore.js';
import { makeGpgKey, startSmallSystem, type SmallSystem } from './small-system.js';

const quiet = (): void => undefined;
const withRedis = { withRedis: true };
const stopped = { running: false };

let system: SmallSystem;
let folder: string;
beforeAll(async () => {
  system = await startSmallSystem();
  ({ folder } = system.settings());
});
afterAll(() => system.stop());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const people = (): Promise<unknown[]> => system.rows('auth-db', 'select email from users order by id');

async function addPerson(email: string): Promise<void> {
  const sql = `insert into users (email, password_hash, role, is_approved) values ('${email}', 'x', 'member', true) returning id`;
  await system.rows('auth-db', sql);
}

describe('a backup', () => {
  test.each(['none', 'gpg'])('brings back what there was, encrypted with %s', async (kind) => {
    const gpg = kind === 'gpg' ? { GYM_BACKUP_GPG_RECIPIENT: makeGpgKey(system.environment.folder) } : {};
    await addPerson(`${kind}@gym.test`);
    const before = await people();
    await system.redis(async (redis) => {
      await redis.hset('auth-service||attempts', 'data', '3');
      await redis.expire('auth-service||attempts', 3600);
      await redis.set('bytes', Buffer.from([0, 255, 10, 13]));
      await redis.xadd('users', '*', 'data', 'of a time that is no more');
    });
    const path = await backUp(system.settings(gpg), withRedis, quiet);
    await addPerson(`later-${kind}@gym.test`);
    await system.redis((redis) => redis.set('later', '1'));

    await restore(system.settings(gpg), path, stopped, quiet);
    expect(await people()).toEqual(before);
    await system.redis(async (redis) => {
      expect((await redis.keys('*')).toSorted()).toEqual(['auth-service||attempts', 'bytes']);
      expect(await redis.hgetall('auth-service||attempts')).toEqual({ data: '3' });
      expect(await redis.ttl('auth-service||attempts')).toBeGreaterThan(3000);
      expect(await redis.getBuffer('bytes')).toEqual(Buffer.from([0, 255, 10, 13]));
    });
    const content = readFileSync(join(path, readManifest(path).databases['auth-db']?.file.name ?? ''));
    expect(content.subarray(0, 5).toString() === 'PGDMP').toBe(kind === 'none');
  });

  test('ends all logins and gives no number again', async () => {
    await system.rows(
      'auth-db',
      `with person as (insert into users (email, password_hash, role, is_approved) values ('login@gym.test', 'x', 'member', true) returning id)
       insert into sessions (user_id, family_hash, token_hash, expires_at)
       select id, '\\x01', '\\x02', now() + interval '1 day' from person`,
    );
    const [last] = await system.rows('auth-db', 'select max(id) as id from users');
    const path = await backUp(system.settings(), { withRedis: false }, quiet);
    await restore(system.settings(), path, stopped, quiet);
    expect(await system.rows('auth-db', 'select * from sessions')).toEqual([]);
    await addPerson('new@gym.test');
    const [next] = await system.rows('auth-db', 'select max(id) - 100000 as id from users');
    expect(Number(Object.values(next ?? {})[0])).toBeGreaterThan(Number(Object.values(last ?? {})[0]));
  });

  test('can be restored in the place of nothing', async () => {
    await addPerson('first@gym.test');
    const before = await people();
    const path = await backUp(system.settings(), { withRedis: false }, quiet);
    for (const name of ['auth-db', 'user-db', 'tournament-db']) {
      await system.rows(name, 'drop schema public cascade; create schema public');
    }
    await restore(system.settings(), path, stopped, quiet);
    expect(await people()).toEqual(before);
  });

  test('is one moment of all databases, although events travel between them meanwhile', async () => {
    const clients = await Promise.all(system.settings().databases.map(connect));
    const names = system.settings().databases.map(({ service }) => service);
    let stopping = false;
    // Everybody tells an event and hears of those of everybody else, as fast as possible.
    const travelling = clients.map(async (client, index) => {
      const reader = await Promise.all(system.settings().databases.map(connect));
      while (!stopping) {
        await client.query('update outbox_sequence set last_seq = last_seq + 1');
        for (const [other, producer] of reader.entries()) {
          if (other === index) continue;
          const { rows } = await producer.query<{ last_seq: number }>('select last_seq from outbox_sequence');
          await client.query(
            'insert into inbox_positions values ($1, $2) on conflict (source) do update set seq = excluded.seq',
            [names[other], rows[0]?.last_seq],
          );
        }
      }
      await Promise.all(reader.map((one) => one.end()));
    });
    for (let round = 0; round < 15; round += 1) {
      const cut = await openCut(system.settings().databases);
      const lastSeqs = new Map(cut.databases.map(({ database, state }) => [database.service, state.last_seq]));
      const positions = cut.databases.flatMap(({ state }) => Object.entries(state.positions));
      await cut.close();
      for (const [source, position] of positions) expect(position).toBeLessThanOrEqual(lastSeqs.get(source) ?? 0);
    }
    stopping = true;
    await Promise.all(travelling);
    await Promise.all(clients.map((client) => client.end()));
    for (const name of ['auth-db', 'user-db', 'tournament-db']) {
      await system.rows(name, 'delete from inbox_positions; update outbox_sequence set last_seq = 0');
    }
  });
});

describe('a restore changes nothing when', () => {
  /** Tries, and looks at what is there before and after. */
  async function attempt(path: string): Promise<{ reason: string; isUnchanged: boolean }> {
    await addPerson(`witness-${Math.random()}@gym.test`);
    await system.redis((redis) => redis.set('witness', '1'));
    const before = await people();
    const reason = await restore(system.settings(), path, stopped, quiet).then(
      () => 'it was restored',
      (error: unknown) => String(error),
    );
    const isSame = JSON.stringify(before) === JSON.stringify(await people());
    return { reason, isUnchanged: isSame && (await system.redis((redis) => redis.get('witness'))) === '1' };
  }
  const refusal = (reason: RegExp) => ({ reason: expect.stringMatching(reason), isUnchanged: true });

  test.each(['auth-db.dump', 'redis.rdb.gz'])('a byte of %s is another one', async (name) => {
    const path = await backUp(system.settings(), withRedis, quiet);
    const content = readFileSync(join(path, name));
    content[content.length >> 1] = 255 - (content[content.length >> 1] ?? 0);
    writeFileSync(join(path, name), content);
    expect(await attempt(path)).toEqual(refusal(/is damaged/));
  });

  test('a file is cut off', async () => {
    const path = await backUp(system.settings(), withRedis, quiet);
    const file = join(path, 'user-db.dump');
    writeFileSync(file, readFileSync(file).subarray(0, 1000));
    expect(await attempt(path)).toEqual(refusal(/has 1000 bytes and was written with/));
    expect(listBackups(folder).map(({ isGood }) => isGood)).toEqual([false]);
  });

  test('a file is missing', async () => {
    const path = await backUp(system.settings(), withRedis, quiet);
    rmSync(join(path, 'tournament-db.dump'));
    expect(await attempt(path)).toEqual(refusal(/tournament-db\.dump is missing/));
  });

  test('it has no manifest', async () => {
    const path = await backUp(system.settings(), withRedis, quiet);
    rmSync(join(path, 'manifest.json'));
    expect(await attempt(path)).toEqual(refusal(/is no complete backup/));
  });

  test('a dump has another content than its name says', async () => {
    const path = await backUp(system.settings(), withRedis, quiet);
    const manifest = readManifest(path);
    const redis = manifest.redis?.file;
    for (const entry of Object.values(manifest.databases)) if (redis) entry.file = redis;
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
    expect(await attempt(path)).toEqual(refusal(/tournament-db cannot be read|auth-db cannot be read/));
  });

  test('it comes from a newer server', async () => {
    const path = await backUp(system.settings(), withRedis, quiet);
    const file = join(path, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"server_version": "\d+/g, '"server_version": "99'));
    expect(await attempt(path)).toEqual(refusal(/which is newer/));
  });

  test('services are connected, and nobody said that they may be', async () => {
    const path = await backUp(system.settings(), withRedis, quiet);
    const database = system.settings().databases.find(({ name }) => name === 'auth-db');
    if (database === undefined) throw new Error('no auth-db');
    const client = await connect(database);
    await client.query(`set application_name = 'auth-service'`);
    await expect(restore(system.settings(), path, stopped, quiet)).rejects.toThrow(/1 connections to auth-db/);
    await restore(system.settings(), path, { running: true }, quiet);
    await expect(client.query('select 1')).rejects.toThrow(/terminat|not queryable/);
  });
});

describe('nothing looks like a backup', () => {
  test('when it was killed in the middle, and the next one clears up', async () => {
    const child = spawn(process.execPath, [join(CHECKOUT, 'backup/dist/main.js'), 'backup'], {
      env: { ...process.env, ...system.variables },
      stdio: 'ignore',
    });
    while (!existsSync(folder) || readdirSync(folder).length === 0) await new Promise((done) => setTimeout(done, 5));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\..*\.partial$/)]);
    expect(listBackups(folder)).toEqual([]);
    expect(() => findBackup(folder, 'latest')).toThrow('there is no complete backup');

    await new Promise((done) => setTimeout(done, 1000)); // names have a resolution of a second
    const path = await backUp(system.settings(), withRedis, quiet);
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([path]);
  });

  test('when it failed', async () => {
    const settings = system.settings({ GYM_BACKUP_GPG_RECIPIENT: 'nobody@gym.test' });
    await expect(backUp(settings, withRedis, quiet)).rejects.toThrow(/gpg ended with/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('when another one is running', async () => {
    const [first] = system.settings().databases;
    if (first === undefined) throw new Error('no database');
    const client = await connect(first);
    await takeLock(client);
    await expect(backUp(system.settings(), withRedis, quiet)).rejects.toThrow('another backup or restore');
    await client.end();
    expect(existsSync(folder)).toBe(false);
  });
});

test('old backups go after a new one is complete, and those that are damaged count for nothing', async () => {
  const path = await backUp(system.settings(), withRedis, quiet);
  const old = ['gym-20200101T000000Z', 'gym-20200102T000000Z'];
  for (const name of old) cpSync(path, join(folder, name), { recursive: true });
  rmSync(join(folder, 'gym-20200102T000000Z', 'manifest.json'));
  mkdirSync(join(folder, 'something-else'));
  // The only good one is an old one now.
  rmSync(path, { recursive: true });
  const settings = system.settings({ GYM_BACKUP_GPG_RECIPIENT: 'nobody@gym.test' });
  await expect(backUp(settings, withRedis, quiet)).rejects.toThrow(/gpg ended with/);
  expect(listBackups(folder).map(({ name }) => name)).toEqual(old);

  const next = await backUp(system.settings(), withRedis, quiet);
  expect(readdirSync(folder).toSorted()).toEqual([next.slice(folder.length + 1), 'something-else']);
});
