import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const checkout = resolve(import.meta.dirname, '../..');

/** All documents of one kind below a folder, checked by a schema. */
export function readManifests<Schema extends z.ZodType>(folder: string, kind: string, schema: Schema) {
  const path = join(checkout, folder);
  const files = readdirSync(path).filter((file) => file.endsWith('.yaml'));
  const documents = files.flatMap((file) => parseAllDocuments(readFileSync(join(path, file), 'utf8')));
  const ofKind = z.object({ kind: z.literal(kind) });
  return documents
    .map((document): unknown => document.toJS())
    .filter((document) => ofKind.safeParse(document).success)
    .map((document) => schema.parse(document));
}

/** What the modules in a folder of each service export, by app id. */
export async function exportsOf(folder: string): Promise<Map<string, unknown[]>> {
  const exported = new Map<string, unknown[]>();
  const services = join(checkout, 'services');
  for (const appId of readdirSync(services)) {
    const path = join(services, appId, folder);
    const files = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.ts')) : [];
    const modules = await Promise.all(files.map((file): Promise<object> => import(join(path, file))));
    exported.set(
      appId,
      modules.flatMap((module): unknown[] => Object.values(module)),
    );
  }
  return exported;
}

const named = z.object({ name: z.string() });
const scopes = z.array(z.string());

export const subscription = z.object({
  metadata: named,
  spec: z.strictObject({
    pubsubname: z.string(),
    topic: z.string(),
    bulkSubscribe: z
      .strictObject({ enabled: z.literal(true), maxMessagesCount: z.int(), maxAwaitDurationMs: z.int() })
      .optional(),
    routes: z.strictObject({ default: z.string() }),
    deadLetterTopic: z.string().optional(),
  }),
  scopes,
});

export const component = z.object({
  metadata: named,
  spec: z.object({ metadata: z.array(z.object({ name: z.string(), value: z.string().optional() })) }),
  scopes,
});

const rule = z.object({ name: z.string(), httpVerb: z.array(z.string()), action: z.enum(['allow', 'deny']) });

export const configuration = z.object({
  metadata: named,
  spec: z.object({
    api: z.object({ allowed: z.array(z.object({ name: z.string(), protocol: z.string() })) }).optional(),
    accessControl: z
      .object({
        defaultAction: z.literal('deny'),
        policies: z
          .array(z.object({ appId: z.string(), defaultAction: z.literal('deny'), operations: z.array(rule) }))
          .default([]),
      })
      .optional(),
  }),
});
export type Configuration = z.infer<typeof configuration>;
