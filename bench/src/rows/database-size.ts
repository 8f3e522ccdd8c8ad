import { openStack } from '@gym/dev';
import { Client } from 'pg';
import { z } from 'zod';
import { adminToken, call, drawn } from '../api.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import { fill } from '../harness/two-sizes.js';
import { home } from '../stack.js';
import { insertPeople } from './user-search.js';

const people = 100_000;
const entrants = 1024;
const reported = 256;
const rounds = 3;

const size = z.tuple([z.object({ bytes: z.coerce.number() })]);
const brackets = z.array(
  z.object({ id: z.int(), participant1: z.object({ id: z.int() }).nullable(), participant2: z.unknown() }),
);

/** Bytes on disk, indexes and log of events included: of a member, of an entrant of a drawn tournament, of a result. */
export async function databaseSize(): Promise<Line[]> {
  const { adminUrl } = openStack(home).connections.postgres;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  const sizeOf = async (database: string): Promise<number> => {
    await admin.query('checkpoint');
    const { rows } = await admin.query('select pg_database_size($1) as bytes', [database]);
    return size.parse(rows)[0].bytes;
  };
  try {
    const members = await memberBytes(admin, adminUrl, sizeOf);
    const token = await adminToken();
    const perEntrant: number[] = [];
    const perResult: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = await sizeOf('tournament_db');
      const id = await drawn(token, `Large ${round}`, entrants);
      const drawnBytes = await sizeOf('tournament_db');
      await play(id, token);
      perEntrant.push((drawnBytes - before) / entrants);
      perResult.push(((await sizeOf('tournament_db')) - drawnBytes) / reported);
    }
    const line = (what: string, values: number[], planned: number): Line => ({
      what: `${what}: bytes in the database`,
      against: 'docs/scale.md',
      unit: 'KB',
      value: spreadOf(values.map((bytes) => bytes / 1024)),
      goal: { atMost: planned },
      detail: { people, entrants, reported, values },
    });
    return [
      line('profile with search terms', [members.profile], 2),
      line('account with one session', [members.account], 2),
      line(`entrant of a drawn tournament of ${entrants}`, perEntrant, 4),
      line('result with its event and its entry in the log', perResult, 8),
    ];
  } finally {
    await admin.end();
  }
}

async function memberBytes(
  admin: Client,
  adminUrl: string,
  sizeOf: (database: string) => Promise<number>,
): Promise<{ profile: number; account: number }> {
  const empty = await sizeOf('template1');
  const measure = async (
    service: string,
    insert: (client: Client, count: number) => Promise<void>,
  ): Promise<number> => {
    const name = 'bench_size';
    const client = await fill(admin, adminUrl, name, { service, insert }, people);
    const bytes = await sizeOf(name);
    await client.end();
    await admin.query(`drop database ${name}`);
    return (bytes - empty) / people;
  };
  return {
    profile: await measure('user-service', insertPeople),
    account: await measure('auth-service', insertAccounts),
  };
}

async function insertAccounts(client: Client, count: number): Promise<void> {
  await client.query(
    `insert into users (email, password_hash, role, is_approved, full_name)
     select 'user' || n || '@gym.test', '$2b$12$' || repeat('x', 53), 'member', true, 'Ann Example'
     from generate_series(1, $1::integer) n`,
    [count],
  );
  await client.query(
    `insert into sessions (user_id, family_hash, token_hash, previous_hash, sealed_successor, device, address, expires_at)
     select id, sha256(id::text::bytea), sha256('t'), sha256('p'), repeat('x', 80)::bytea,
       'Firefox on Android', '192.0.2.1', now() + interval '30 days' from users`,
  );
}

async function play(id: number, token: string): Promise<void> {
  const matches = brackets.parse(await call('GET', `/api/tournaments/${id}/brackets`, undefined, token));
  const ready = matches.filter(({ participant1, participant2 }) => participant1 !== null && participant2 !== null);
  for (const { id: match, participant1 } of ready.slice(0, reported)) {
    const body = { winner_id: participant1?.id, score: '21:15' };
    await call('PUT', `/api/tournaments/${id}/bracket/${match}/result`, body, token);
  }
}
