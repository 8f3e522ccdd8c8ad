import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { CHECKOUT } from '../paths.js';
import { logPath } from '../process/log-file.js';
import type { Stack } from '../stack.js';
import { runJest } from './jest.js';
import { stackEnvironment } from './environment.js';
import { ONE_FAILED, ONE_PASSED, sum, type Counts, type SuiteContext } from './suite.js';
import { statementsIn } from './statements.js';

const FOLDER = join(CHECKOUT, 'tests/upgrade/released');

/** What must not get into the repository, and what restores differently each time. */
const CLEAN: Readonly<Record<string, string>> = {
  'auth-db': `update users set password_hash = 'x'; delete from sessions; delete from password_resets`,
};

/**
 * Writes down what the services of this version ask their databases while the contract suite runs, and how these look
 * afterwards: the next version is tested against both (tests/upgrade).
 */
export async function recordRelease(stack: Stack, context: SuiteContext): Promise<Counts> {
  const admin = new Client({ connectionString: stack.connections.postgres.adminUrl });
  await admin.connect();
  for (const setting of [`log_statement = 'all'`, 'log_parameter_max_length = 0']) {
    await admin.query(`alter system set ${setting}`);
  }
  await admin.query('select pg_reload_conf()');
  await admin.end();
  const counts = await runJest('contract', context, { args: ['--runInBand'], env: stackEnvironment(stack) });
  if (counts.failed > 0) return counts;
  const log = readFileSync(logPath(stack.paths.logs, 'postgres'), 'utf8');
  const results: Counts[] = [];
  for (const { secret, database, url } of stack.connections.owners) {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`${CLEAN[secret] ?? 'select 1'}; truncate idempotent_answers`);
    await client.end();
    const statements = statementsIn(log, database);
    const migrations = {
      kit: names('packages/service-kit/migrations'),
      service: names(`services/${secret.replace(/-db$/, '-service')}/migrations`),
    };
    writeFileSync(join(FOLDER, `${secret}.json`), `${JSON.stringify({ migrations, statements }, null, 2)}\n`);
    const args = ['--format=custom', '--no-owner', '--compress=9', '--file', join(FOLDER, `${secret}.dump`)];
    const dumped = spawnSync('pg_dump', args, { env: { ...process.env, ...environmentOf(url) }, stdio: 'inherit' });
    console.log(`  ${secret}: ${statements.length} statements`);
    results.push(dumped.status === 0 && statements.length > 0 ? ONE_PASSED : ONE_FAILED);
  }
  return sum([counts, ...results]);
}

const names = (folder: string): string[] =>
  readdirSync(join(CHECKOUT, folder))
    .map((file) => file.replace(/\.sql$/, ''))
    .toSorted();

function environmentOf(text: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(text);
  return { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: pathname.slice(1) };
}
