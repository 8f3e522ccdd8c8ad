import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DevError } from './errors.js';
import { readIfPresent, writeFileAtomically } from './files.js';
import { makeSigningKey, newKeyId } from './keys.js';

const group = z.record(z.string(), z.string());

const secretsSchema = z
  .object({
    redis: z.object({ password: z.string() }),
    'jwt-signing': group,
    admin: z.object({ email: z.string(), password: z.string() }),
    development: group,
  })
  .catchall(group);

/** Maps of maps, as the secret store component reads them. `development` is for this tool alone. */
export type Secrets = z.infer<typeof secretsSchema>;

const DEFAULT_ADMIN_EMAIL = 'admin@gym.local';
/** 192 bits; letters, digits, `-` and `_` only, so that it fits into a URL and a configuration file. */
const PASSWORD_BYTES = 24;
/** People copy this one by hand. 96 bits. */
const ADMIN_PASSWORD_BYTES = 12;

export function readSecrets(file: string): Secrets | undefined {
  const content = readIfPresent(file);
  if (content === undefined) return undefined;
  const parsed = secretsSchema.safeParse(JSON.parse(content));
  if (parsed.success) return parsed.data;
  throw new DevError(
    'secrets-invalid',
    `${file} is damaged (./dev.sh reset starts anew):\n${z.prettifyError(parsed.error)}`,
  );
}

/** Reads the secrets of a stack, or makes them at its first start. */
export function ensureSecrets(file: string, env: NodeJS.ProcessEnv = process.env): { secrets: Secrets; made: boolean } {
  const found = readSecrets(file);
  if (found !== undefined) return { secrets: found, made: false };
  const secrets = makeSecrets(env);
  writeSecrets(file, secrets);
  return { secrets, made: true };
}

export function writeSecrets(file: string, secrets: Secrets): void {
  writeFileAtomically(file, `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
}

/** A value only this tool needs, made when it is asked for the first time. */
export function developmentSecret(secrets: Secrets, name: string): string {
  return (secrets.development[name] ??= randomPassword());
}

function makeSecrets(env: NodeJS.ProcessEnv): Secrets {
  const keyId = newKeyId(new Date());
  return {
    redis: { password: randomPassword() },
    'jwt-signing': { active: keyId, [keyId]: makeSigningKey() },
    admin: {
      email: env['ADMIN_EMAIL'] || DEFAULT_ADMIN_EMAIL,
      password: env['ADMIN_PASSWORD'] || randomBytes(ADMIN_PASSWORD_BYTES).toString('base64url'),
    },
    development: { 'dapr-api-token': randomPassword(), 'app-api-token': randomPassword() },
  };
}

function randomPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}
