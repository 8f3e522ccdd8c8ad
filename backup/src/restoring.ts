import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { BackupError, messageOf } from './errors.js';
import { feed, postgresEnvironment, start, type PostgresProgram } from './programs.js';
import type { Database } from './settings.js';

/** A database whose content is replaced, in one transaction that stays open until all are ready. */
export interface Restoring {
  readonly database: Database;
  /** Replaces everything by the dump, which is opened when it is read: what nobody reads of a program is lost. */
  load(open: () => { content: Readable; done: Promise<void> }): Promise<void>;
  /** Runs statements in the transaction. @returns what they select, a JSON document per row */
  query<Schema extends z.ZodType>(schema: Schema, sql: string): Promise<z.output<Schema>[]>;
  execute(sql: string): Promise<void>;
  commit(): Promise<void>;
  /** Whatever was not committed is undone. */
  close(): Promise<void>;
}

const clear = `begin;
set local lock_timeout = '60s';
select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
    and application_name <> 'gym-backup';
drop schema public cascade;
create schema public authorization pg_database_owner;
grant usage on schema public to public;
`;

/** One psql is the connection, because dumps are scripts for it. */
export function openRestoring(database: Database, programs: Record<PostgresProgram, string>): Restoring {
  const args = ['--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--no-password', '--set=ON_ERROR_STOP=1'];
  const psql = start(programs.psql, args, postgresEnvironment(database));
  const lines = createInterface({ input: psql.stdout })[Symbol.asyncIterator]();
  const ended = psql.done.then(() => Promise.reject(new BackupError('psql ended too early')));
  ended.catch(() => undefined);
  let marks = 0;

  /** @returns the lines that were printed */
  async function settle(): Promise<string[]> {
    marks += 1;
    const mark = `gym-mark-${marks}`;
    psql.stdin.write(`\n\\echo ${mark}\n`);
    const printed: string[] = [];
    for (;;) {
      const line = await lines.next();
      // Then psql has ended, and says why.
      if (line.done === true) return await ended;
      if (line.value === mark) return printed;
      printed.push(line.value);
    }
  }

  async function named<T>(work: Promise<T>): Promise<T> {
    return work.catch((cause: unknown) => {
      throw new BackupError(`${database.name}: ${messageOf(cause)}`, { cause });
    });
  }

  const execute = (sql: string): Promise<void> => {
    psql.stdin.write(sql);
    return named(settle().then(() => undefined));
  };

  return {
    database,
    async load(open) {
      await execute(clear);
      const { content, done } = open();
      const script = start(programs.pg_restore, ['--no-owner', '--no-acl', '--file=-']);
      const written = pipeline(script.stdout, psql.stdin, { end: false });
      // Whoever fails first knows why; the others fail because of it.
      await named(Promise.race([ended, Promise.all([done, feed(script, content), written])]));
      await execute('set search_path to public;');
    },
    async query(schema, sql) {
      psql.stdin.write(sql);
      return (await named(settle())).map((line) => schema.parse(JSON.parse(line)));
    },
    execute,
    commit: () => execute('commit;'),
    async close() {
      psql.stdin.end();
      psql.kill();
      await psql.done.catch(() => undefined);
    },
  };
}
