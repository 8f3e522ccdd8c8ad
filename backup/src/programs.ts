import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from './settings.js';
import { BackupError } from './errors.js';

export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Resolves when it ended well. @throws BackupError with the end of what it said */
  readonly done: Promise<void>;
  kill(): void;
}

const complaintLength = 2000;

/** Starts a program. Secrets go into its environment or its input, never into its arguments. */
export function start(command: string, args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-complaintLength)));
  // Whoever writes into a program that has ended hears of it from `done`.
  child.stdin.on('error', () => undefined);
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => reject(new BackupError(`${command}: ${cause.message}`, { cause })));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new BackupError(`${command} ended with ${code ?? signal}: ${said.trim()}`));
    });
  });
  // It may fail before anybody waits for it.
  done.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, done, kill: () => void child.kill('SIGKILL') };
}

/**
 * Lets a program read all of the content. Resolves when it ended well. @throws what `done` says before anything about the
 * pipe: a program that reads no further closes its input, and knows why
 */
export function feed(program: Running, content: Readable): Promise<void> {
  const fed = pipeline(content, program.stdin);
  const done = program.done.then(() => fed);
  // Either may fail before anybody waits for it.
  for (const failing of [fed, done]) failing.catch(() => undefined);
  return done;
}

/** Runs a program without input. @returns what it printed */
export async function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdin, stdout, done } = start(command, args, env);
  stdin.end();
  let text = '';
  for await (const chunk of stdout.setEncoding('utf8')) text += String(chunk);
  await done;
  return text;
}

/** What the programs of PostgreSQL connect to, for their environment. */
export function postgresEnvironment({ url }: Database): Record<string, string> {
  const parameters = { sslmode: 'PGSSLMODE', sslrootcert: 'PGSSLROOTCERT' };
  const ssl = Object.entries(parameters).flatMap(([name, variable]) => {
    const value = url.searchParams.get(name);
    return value === null ? [] : [[variable, value] as const];
  });
  return {
    PGHOST: url.hostname,
    PGPORT: url.port || '5432',
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGCONNECT_TIMEOUT: '15',
    PGAPPNAME: 'gym-backup',
    ...Object.fromEntries(ssl),
  };
}

export type PostgresProgram = 'pg_dump' | 'pg_restore' | 'psql';

/**
 * The programs of PostgreSQL of exactly that major version: an older pg_dump refuses a newer server, and what a newer
 * pg_restore writes is not always understood by an older server.
 */
export async function findPostgresPrograms(major: number): Promise<Record<PostgresProgram, string>> {
  const usual = [`/usr/lib/postgresql/${major}/bin`, `/opt/homebrew/opt/postgresql@${major}/bin`];
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...usual]) {
    const programs = {
      pg_dump: join(folder, 'pg_dump'),
      pg_restore: join(folder, 'pg_restore'),
      psql: join(folder, 'psql'),
    };
    if (folder === '' || !Object.values(programs).every(isExecutable)) continue;
    if (Number(/ (\d+)/.exec(await run(programs.pg_dump, ['--version']))?.[1]) === major) return programs;
  }
  throw new BackupError(
    `pg_dump, pg_restore and psql of PostgreSQL ${major} are needed (apt install postgresql-client-${major}), the version of the server`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
