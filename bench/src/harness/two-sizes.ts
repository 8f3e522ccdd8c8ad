import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT, openStack } from '@gym/dev';
import { Client } from 'pg';
import { home } from '../stack.js';
import { interleave, spreadOf, type Spread } from './rounds.js';

const sizes = { small: 1000, large: 1_000_000 };
const rounds = 7;
/** Enough that twenty of them are above the 99th percentile: with fewer it is whatever else the machine did. */
const perRound = 2000;

/** A service's database with a thousand or a million of something, and a question to it. */
export interface Question {
  service: string;
  /** Of the scratch databases, before the size. */
  name: string;
  /** Into the tables as the service migrates them. */
  insert(client: Client, count: number): Promise<void>;
  /** @param turn counts up from 0 in every round */
  ask(client: Client, turn: number, count: number): Promise<unknown>;
}

interface Measured {
  p50: number;
  p99: number;
  count: number;
}

/**
 * How much longer the slowest of a hundred questions takes among a million than among a thousand, each in a scratch
 * database, in turns.
 */
export async function compareSizes(question: Question): Promise<{ value: Spread; detail: Record<string, unknown> }> {
  const { adminUrl } = openStack(home).connections.postgres;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  const names = { small: `${question.name}_small`, large: `${question.name}_large` };
  const small = await fill(admin, adminUrl, names.small, question, sizes.small);
  const large = await fill(admin, adminUrl, names.large, question, sizes.large);
  try {
    const pairs = await interleave(
      rounds,
      () => measure(small, question, sizes.small),
      () => measure(large, question, sizes.large),
    );
    return { value: spreadOf(pairs.map(({ a, b }) => b.p99 / a.p99)), detail: { unit: 'ms', pairs, perRound } };
  } finally {
    await small.end();
    await large.end();
    for (const name of Object.values(names)) await admin.query(`drop database ${name}`);
    await admin.end();
  }
}

async function fill(admin: Client, adminUrl: string, name: string, question: Question, count: number): Promise<Client> {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const folder = join(CHECKOUT, 'services', question.service, 'migrations');
  for (const file of (await readdir(folder)).toSorted()) await client.query(await readFile(join(folder, file), 'utf8'));
  await question.insert(client, count);
  return client;
}

/** @returns milliseconds */
async function measure(client: Client, question: Question, count: number): Promise<Measured> {
  const times: number[] = [];
  for (let turn = 0; turn < perRound; turn += 1) {
    const before = performance.now();
    await question.ask(client, turn, count);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count };
}
