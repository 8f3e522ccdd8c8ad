import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { createDatabase, createLogger, migrate } from '@gym/service-kit';
import { Client } from 'pg';
import { z } from 'zod';
import { startEnvironment, type TestEnvironment } from '../support/environment.js';
import { takenAway } from './contracts.js';
import { brokenStatements } from './old-statements.js';

const released = z.object({
  migrations: z.object({ kit: z.array(z.string()), service: z.array(z.string()) }),
  statements: z.array(z.string()).min(10),
});
const log = createLogger('upgrade', { level: 'silent', json: false });
const folder = join(import.meta.dirname, 'released');
const databases = ['auth-db', 'user-db', 'tournament-db'].map((name) => {
  const { migrations, statements } = released.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
  const own = join(CHECKOUT, 'services', name.replace('-db', '-service'), 'migrations');
  return { name, migrations, statements, own };
});

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

describe.each(databases)('$name of the last release', ({ name, statements, own }) => {
  let url: string;
  const clients: Client[] = [];
  async function connect(): Promise<Client> {
    const client = new Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  }

  beforeAll(async () => {
    url = await environment.createDatabase(name);
    const { hostname, port, username, password, pathname } = new URL(url);
    const address = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password };
    const args = ['--no-owner', '--exit-on-error', '--dbname', pathname.slice(1), join(folder, `${name}.dump`)];
    execFileSync('pg_restore', args, { env: { ...process.env, ...address } });
  });
  afterAll(() => Promise.all(clients.map((client) => client.end())));

  async function rowCounts(client: Client): Promise<[string, number][]> {
    const { rows } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename !~ 'migrations$' order by 1`,
    );
    const counts: [string, number][] = [];
    for (const { name: table } of rows) {
      const counted = await client.query<{ count: number }>(`select count(*)::integer as count from "${table}"`);
      counts.push([table, counted.rows[0]?.count ?? 0]);
    }
    return counts;
  }

  it('is migrated while replicas of that release work on it, and they go on', async () => {
    const client = await connect();
    expect(await brokenStatements(client, statements)).toEqual([]);
    const before = await rowCounts(client);
    let isMigrated = false;
    const replicas = [await connect(), await connect()].map(async (replica) => {
      const broken: string[] = [];
      while (!isMigrated) broken.push(...(await brokenStatements(replica, statements)));
      return broken;
    });
    const database = createDatabase(url, log);
    await migrate(database, own, log);
    await database.close();
    isMigrated = true;
    expect((await Promise.all(replicas)).flat()).toEqual([]);
    expect(await brokenStatements(client, statements)).toEqual([]);
    const after = new Map(await rowCounts(client));
    expect(before.map(([table]) => [table, after.get(table)])).toEqual(before);
  });

  it('would show a change that old replicas do not survive', async () => {
    const change = 'alter table outbox rename column subject to about';
    expect(await brokenStatements(await connect(), statements, change)).not.toEqual([]);
  });
});

describe('migrations since the last release', () => {
  const kit = join(CHECKOUT, 'packages/service-kit/migrations');
  const added = databases.flatMap(({ migrations, own }) =>
    (
      [
        [kit, migrations.kit],
        [own, migrations.service],
      ] as const
    ).flatMap(([directory, known]) =>
      readdirSync(directory)
        .filter((file) => !known.includes(file.replace(/\.sql$/, '')))
        .map((file) => join(directory, file)),
    ),
  );

  it('take nothing away, or say so in their name', () => {
    const faults = [...new Set(added)].flatMap((file) =>
      file.includes('_contract_') ? [] : takenAway(readFileSync(file, 'utf8')).map((what) => `${file} ${what}`),
    );
    expect(faults).toEqual([]);
  });

  it.each([
    ['drop table things;', 'drops a table'],
    ['alter table things drop column name;', 'drops a column'],
    ['alter table things drop name;', 'drops a column'],
    ['alter table things rename column name to title;', 'renames'],
    ['alter table things rename to objects;', 'renames'],
    ['alter table things alter column id type bigint;', 'changes a type'],
    ['alter table things alter name set not null;', 'forbids null'],
    ['alter table things add column colour text not null;', 'adds a column that old code does not fill'],
  ])('%s %s', (sql, what) => {
    expect(takenAway(sql)).toEqual([what]);
  });

  it.each([
    'alter table things add column colour text;',
    `alter table things add column colour text not null default 'red';`,
    `alter table things add colour text default 'red' not null, add size integer;`,
    'alter table things add column number integer not null generated always as identity;',
    'create table others (name text not null, id integer primary key);',
    'alter table things drop constraint things_check;',
    'alter table things alter name drop not null; -- and drop column name later',
  ])('%s is fine', (sql) => {
    expect(takenAway(sql)).toEqual([]);
  });
});
