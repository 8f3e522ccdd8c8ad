import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT, openStack } from '@gym/dev';
import { searchUsers, listByStanding } from '@gym/user-service/search';
import { Client } from 'pg';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { home } from '../stack.js';

const sizes = { small: 1000, large: 1_000_000 };
const rounds = 7;
/** Enough that twenty of them are above the 99th percentile: with fewer it is whatever else the machine did. */
const perRound = 2000;
const limit = 51;

/** What staff type, from one letter that a million people match to somebody who is not there. */
const typed = ['u', 'user', 'user9', 'ann', 'ann smith', 'smith', 'jose', 'nobody'];

/** Search by name among a thousand and a million people, each in a scratch database, in turns. */
export async function userSearch(): Promise<Line[]> {
  const { connections } = openStack(home);
  const admin = new Client({ connectionString: connections.postgres.adminUrl });
  await admin.connect();
  const small = await fill(admin, connections.postgres.adminUrl, 'bench_people_small', sizes.small);
  const large = await fill(admin, connections.postgres.adminUrl, 'bench_people_large', sizes.large);
  try {
    const pairs = await interleave(
      rounds,
      () => measure(small, sizes.small),
      () => measure(large, sizes.large),
    );
    return [
      {
        what: 'user search, p99 at 1,000,000 people',
        against: 'the same at 1,000',
        unit: 'x',
        value: spreadOf(pairs.map(({ a, b }) => b.p99 / a.p99)),
        goal: { atMost: 1.5 },
        detail: { unit: 'ms', pairs, perRound, limit, typed },
      },
    ];
  } finally {
    await small.end();
    await large.end();
    for (const name of ['bench_people_small', 'bench_people_large']) await admin.query(`drop database ${name}`);
    await admin.end();
  }
}

/** A database as user-service migrates it, with people. The terms are written in one go, as the trigger would do it. */
async function fill(admin: Client, adminUrl: string, name: string, people: number): Promise<Client> {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const folder = join(CHECKOUT, 'services/user-service/migrations');
  for (const file of (await readdir(folder)).toSorted()) await client.query(await readFile(join(folder, file), 'utf8'));
  await client.query('alter table users disable trigger user');
  await client.query(
    `insert into users (id, email, full_name, role, is_approved, is_banned)
     select n, 'user' || n || '@gym.test',
       (array['Ann', 'José', 'Bob', 'Cleo', 'Dag', 'Éva', 'Finn', 'Gül'])[n % 8 + 1] || ' ' ||
       (array['Smith', 'Müller', 'Ångström', 'Øre', 'Petrov', 'Ng'])[n % 6 + 1],
       case when n % 1000 = 0 then 'admin' when n % 50 = 0 then 'trainer' else 'member' end, n % 20 <> 0, n % 500 = 1
     from generate_series(1, $1::integer) n`,
    [people],
  );
  await client.query('alter table search_terms drop constraint search_terms_pkey');
  await client.query('alter table search_terms drop constraint search_terms_user_id_fkey');
  await client.query('drop index search_terms_by_standing');
  await client.query(
    `insert into search_terms (user_id, term, role, status)
     select id, term, role, status from users, search_terms(full_name, email) term`,
  );
  await client.query('alter table search_terms add primary key (user_id, term)');
  await client.query('create index search_terms_by_standing on search_terms (role, status, term, user_id)');
  await client.query('vacuum analyze users');
  await client.query('vacuum analyze search_terms');
  return client;
}

/** @returns milliseconds */
async function measure(client: Client, people: number): Promise<{ p50: number; p99: number; people: number }> {
  const times: number[] = [];
  for (let index = 0; index < perRound; index += 1) {
    const q = typed[index % typed.length] ?? '';
    const filter = index % 3 === 0 ? { status: 'active' as const } : {};
    const before = performance.now();
    if (index % 10 === 9) await listByStanding(client, { status: 'pending' }, 0, limit);
    else await searchUsers(client, q, filter, undefined, limit);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), people };
}
