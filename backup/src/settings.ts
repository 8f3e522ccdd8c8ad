import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from './errors.js';

export interface Database {
  /** Of its secret, such as `auth-db`. */
  readonly name: string;
  /** Whose database it is, as other services know it in their positions. */
  readonly service: string;
  readonly url: URL;
}

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly tls: boolean;
}

/** How files are made unreadable for others. Only public keys are needed to write them. */
export type Encryption =
  | { readonly kind: 'none' }
  | { readonly kind: 'age'; readonly recipients: string }
  | { readonly kind: 'gpg'; readonly recipient: string };

export interface Settings {
  readonly databases: readonly Database[];
  readonly redis: RedisAddress;
  readonly folder: string;
  /** Backups are kept that long; the last good one for ever. */
  readonly days: number;
  readonly encryption: Encryption;
  /** File with the private key of age, for reading. */
  readonly identity: string | undefined;
  /** `remote:path` of rclone. */
  readonly upload: string | undefined;
}

/** What is empty in a manifest of Compose or Kubernetes is not set. */
const setting = z
  .string()
  .transform((text) => (text === '' ? undefined : text))
  .optional();
const environment = z.object({
  GYM_SECRETS_FILE: z.string().min(1),
  GYM_REDIS_HOST: z.string().regex(/^[^:]+:\d+$/, 'must be host:port'),
  GYM_REDIS_TLS: z.enum(['true', 'false']).default('false'),
  GYM_BACKUP_FOLDER: z.string().min(1).default('.gym/backups'),
  GYM_BACKUP_DAYS: z.coerce.number().int().min(1).max(3650).default(7),
  GYM_BACKUP_AGE_RECIPIENTS: setting,
  GYM_BACKUP_AGE_IDENTITY: setting,
  GYM_BACKUP_GPG_RECIPIENT: setting,
  GYM_BACKUP_UPLOAD: setting,
});

/** @throws UsageError that names every fault */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw new UsageError(`The environment is wrong:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  const secrets = readSecrets(values.GYM_SECRETS_FILE);
  const [host = '', port] = values.GYM_REDIS_HOST.split(':');
  const databases = databasesIn(secrets);
  if (databases.length === 0) throw new UsageError(`${values.GYM_SECRETS_FILE} names no database`);
  return {
    databases,
    redis: {
      host,
      port: Number(port),
      password: secrets['redis']?.['password'] ?? '',
      tls: values.GYM_REDIS_TLS === 'true',
    },
    folder: resolve(values.GYM_BACKUP_FOLDER),
    days: values.GYM_BACKUP_DAYS,
    encryption: encryptionOf(values.GYM_BACKUP_AGE_RECIPIENTS, values.GYM_BACKUP_GPG_RECIPIENT),
    identity: values.GYM_BACKUP_AGE_IDENTITY,
    upload: values.GYM_BACKUP_UPLOAD,
  };
}

function encryptionOf(recipients: string | undefined, recipient: string | undefined): Encryption {
  if (recipients !== undefined && recipient !== undefined) {
    throw new UsageError('GYM_BACKUP_AGE_RECIPIENTS and GYM_BACKUP_GPG_RECIPIENT are both set: choose one');
  }
  if (recipients !== undefined) return { kind: 'age', recipients };
  return recipient === undefined ? { kind: 'none' } : { kind: 'gpg', recipient };
}

type Secrets = Record<string, Record<string, string>>;

/** A file with a map of maps, as the sidecars read it, or a folder of folders, as Kubernetes mounts it. */
function readSecrets(path: string): Secrets {
  try {
    if (!statSync(path).isDirectory()) {
      return z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(path, 'utf8')));
    }
    return Object.fromEntries(entries(path).map((name) => [name, readFolder(join(path, name))]));
  } catch (error) {
    // What is in the file stays out of the message.
    const reason = error instanceof z.ZodError || error instanceof SyntaxError ? 'is no map of maps' : messageOf(error);
    throw new UsageError(`The secrets in ${path} cannot be read: ${reason}`, { cause: error });
  }
}

const entries = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));

function readFolder(folder: string): Record<string, string> {
  return Object.fromEntries(entries(folder).map((key) => [key, readFileSync(join(folder, key), 'utf8')]));
}

/** Later ones refer to nothing in earlier ones: see `openCut`. */
const order = ['tournament-db', 'user-db', 'auth-db'];

function databasesIn(secrets: Secrets): Database[] {
  const found = Object.entries(secrets).flatMap(([name, { url }]) =>
    url !== undefined && /^postgres(ql)?:/.test(url) && URL.canParse(url)
      ? [{ name, service: name.replace(/-db$/, '-service'), url: new URL(url) }]
      : [],
  );
  return found.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
