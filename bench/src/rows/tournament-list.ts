import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT, openStack } from '@gym/dev';
import { listTournaments } from '@gym/tournament-service/list';
import { Client } from 'pg';
import type { Line } from '../harness/report.js';
import { interleave, spreadOf } from '../harness/rounds.js';
import { home } from '../stack.js';

const sizes = { small: 1000, large: 1_000_000 };
const rounds = 7;
/** Enough that twenty of them are above the 99th percentile. */
const perRound = 2000;
const limit = 51;

/** Pages of the list among a thousand and a million tournaments, each in a scratch database, in turns. */
export async function tournamentList(): Promise<Line> {
  const { adminUrl } = openStack(home).connections.postgres;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  const names = { small: 'bench_tournaments_small', large: 'bench_tournaments_large' };
  const small = await fill(admin, adminUrl, names.small, sizes.small);
  const large = await fill(admin, adminUrl, names.large, sizes.large);
  try {
    const pairs = await interleave(
      rounds,
      () => measure(small, sizes.small),
      () => measure(large, sizes.large),
    );
    return {
      what: 'tournament list, p99 at 1,000,000 tournaments',
      against: 'the same at 1,000',
      unit: 'x',
      value: spreadOf(pairs.map(({ a, b }) => b.p99 / a.p99)),
      goal: { atMost: 1.5 },
      detail: { unit: 'ms', pairs, perRound, limit },
    };
  } finally {
    await small.end();
    await large.end();
    for (const name of Object.values(names)) await admin.query(`drop database ${name}`);
    await admin.end();
  }
}

/** A database as tournament-service migrates it; one in fifty tournaments is a draft. */
async function fill(admin: Client, adminUrl: string, name: string, count: number): Promise<Client> {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const folder = join(CHECKOUT, 'services/tournament-service/migrations');
  for (const file of (await readdir(folder)).toSorted()) await client.query(await readFile(join(folder, file), 'utf8'));
  await client.query(
    `insert into tournaments (name, start_date, max_participants, tournament_type, published_at)
     select 'Tournament ' || n, now() + n * interval '1 minute', 64, 'single_elimination',
       case when n % 50 > 0 then now() end
     from generate_series(1, $1::integer) n`,
    [count],
  );
  await client.query('vacuum analyze tournaments');
  return client;
}

/** Pages from all over the list, of members and of staff. @returns milliseconds */
async function measure(client: Client, count: number): Promise<{ p50: number; p99: number; count: number }> {
  const times: number[] = [];
  for (let index = 0; index < perRound; index += 1) {
    const before = index % 2 === 0 ? undefined : 1 + ((index * 7919) % count);
    const begin = performance.now();
    await listTournaments(client, { limit, before, drafts: index % 3 === 0 });
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count };
}
