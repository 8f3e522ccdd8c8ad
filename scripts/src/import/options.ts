import { parseArgs } from 'node:util';
import { defaultHome, readSecrets, stackPaths } from '@gym/dev';

export const usage = `npm run import -- --auth <url> --users <url> --tournaments <url> [options]

Copies the three databases of the old system into this one. Can be run again: what is there already stays as it is.

  --auth, --users, --tournaments <url>           PostgreSQL databases of the old system
  --to-auth, --to-users, --to-tournaments <url>  where to; default: the development stack of this checkout
  --dry-run                                      does everything and takes it back at the end
  --report <file>                                writes counts, refused and changed rows as JSON`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Urls {
  auth: string;
  users: string;
  tournaments: string;
}

export interface Options {
  from: Urls;
  to: Urls;
  dryRun: boolean;
  report: string | undefined;
}

const text = { type: 'string' } as const;

/** @throws UsageError */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  const required = (name: 'auth' | 'users' | 'tournaments'): string => {
    const url = values[name];
    if (url === undefined) throw new UsageError(`--${name} is missing`);
    return databaseUrl(`--${name}`, url);
  };
  const from = { auth: required('auth'), users: required('users'), tournaments: required('tournaments') };
  const target = (name: 'to-auth' | 'to-users' | 'to-tournaments', secret: string): string =>
    databaseUrl(`--${name}`, values[name] ?? developmentUrl(secret, name));
  const to = {
    auth: target('to-auth', 'auth-db'),
    users: target('to-users', 'user-db'),
    tournaments: target('to-tournaments', 'tournament-db'),
  };
  return { from, to, dryRun: values['dry-run'] === true, report: values.report };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        auth: text,
        users: text,
        tournaments: text,
        'to-auth': text,
        'to-users': text,
        'to-tournaments': text,
        report: text,
        'dry-run': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function developmentUrl(secret: string, option: string): string {
  const url = readSecrets(stackPaths(defaultHome()).secrets)?.[secret]?.['url'];
  if (url === undefined) throw new UsageError(`there is no development stack (./dev.sh up); say --${option} <url>`);
  return url;
}

/** The url itself is never printed: it holds a password. */
function databaseUrl(option: string, url: string): string {
  const isDatabase = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (!isDatabase) throw new UsageError(`${option} must be postgres://user:password@host:port/database`);
  return url;
}
