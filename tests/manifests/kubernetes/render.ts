import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT, ensureKustomize } from '@gym/dev';
import { parseAllDocuments, type Document } from 'yaml';
import { z } from 'zod';

export const overlays = ['local', 'staging', 'production'] as const;
export type Overlay = (typeof overlays)[number];

const texts = new Map<Overlay, Promise<string>>();

/** The objects of an overlay, as `kubectl apply -k` would send them; rendered once for a file of tests. */
export async function renderOverlay(overlay: Overlay): Promise<Document[]> {
  const text = texts.get(overlay) ?? render(overlay);
  texts.set(overlay, text);
  return parseStrictly(await text);
}

async function render(overlay: Overlay): Promise<string> {
  const [program, subcommand] = await ensureKustomize((line) => console.log(line));
  const folder = join(CHECKOUT, 'k8s/overlays', overlay);
  return execFileSync(program, [subcommand, folder], { encoding: 'utf8' });
}

/** All documents of a YAML text; throws on what most parsers let pass, such as a key that is there twice. */
export function parseStrictly(text: string, options: { merge?: boolean } = {}): Document[] {
  return parseAllDocuments(text, { uniqueKeys: true, strict: true, ...options }).map((document) => {
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) throw fault;
    return document;
  });
}

const secret = z.object({
  kind: z.literal('Secret'),
  metadata: z.object({ name: z.string() }),
  data: z.record(z.string(), z.string()),
});

/** The keys of the Secrets that the script makes, by name. */
export function madeSecrets(env: Record<string, string> = {}): Map<string, ReadonlySet<string>> {
  const text = execFileSync(join(CHECKOUT, 'scripts/kubernetes-secrets.sh'), {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const made = parseStrictly(text).map((document) => secret.parse(document.toJS()));
  return new Map(made.map(({ metadata, data }) => [metadata.name, new Set(Object.keys(data))]));
}

const managed = {
  AUTH_DB_URL: 'postgres://auth@db.example.org/auth_db',
  USER_DB_URL: 'postgres://user@db.example.org/user_db',
  TOURNAMENT_DB_URL: 'postgres://tournament@db.example.org/tournament_db',
  REDIS_PASSWORD: 'not used anywhere',
};

/** The Secrets that are there when an overlay is applied. */
export const secretsOf = (overlay: Overlay) => madeSecrets(overlay === 'production' ? managed : {});
