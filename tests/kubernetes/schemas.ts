import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const kind = z.object({ group: z.string(), version: z.string(), kind: z.string() });
const described = z.record(z.string(), z.json());
const swagger = z.object({ definitions: z.record(z.string(), described) });
const named = z.object({ 'x-kubernetes-group-version-kind': z.array(kind) });
const definition = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: described }) })),
  }),
});

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As JSON Schema has it: no fields but those that are named, and numbers where Kubernetes takes them for text. */
function strict(value: Json): Json {
  if (Array.isArray(value)) return value.map(strict);
  if (!isObject(value)) return value;
  if (value['format'] === 'int-or-string') return { type: ['string', 'integer'] };
  const made = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strict(inner)]));
  const isClosed = isObject(made['properties']) && made['additionalProperties'] === undefined;
  const takesAnything = made['x-kubernetes-preserve-unknown-fields'] === true;
  return isClosed && !takesAnything && made['type'] === 'object' ? { ...made, additionalProperties: false } : made;
}

/** The name by which kubeconform looks for a kind. */
const fileOf = (name: string, group: string, version: string): string =>
  `${[name, group.split('.')[0] ?? '', version]
    .filter((part) => part !== '')
    .join('-')
    .toLowerCase()}.json`;

/** The definition of that name and all that it refers to. */
function withReferences(definitions: JsonObject, name: string, found: JsonObject = {}): JsonObject {
  if (found[name] !== undefined) return found;
  const reached = { ...found, [name]: definitions[name] ?? null };
  const references = JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g);
  return [...references].reduce((all, [, other = '']) => withReferences(definitions, other, all), reached);
}

/** Writes a schema for every kind that a version of Kubernetes has, from what it publishes about itself. */
export function writeKindSchemas(folder: string, swaggerFile: string): void {
  const { definitions } = swagger.parse(JSON.parse(readFileSync(swaggerFile, 'utf8')));
  const closed = Object.fromEntries(Object.entries(definitions).map(([name, found]) => [name, strict(found)]));
  mkdirSync(folder, { recursive: true });
  for (const [name, found] of Object.entries(definitions)) {
    const kinds = named.safeParse(found).data?.['x-kubernetes-group-version-kind'] ?? [];
    // Options of requests and the like belong to every group.
    if (kinds.length !== 1) continue;
    const schema = { $ref: `#/definitions/${name}`, definitions: withReferences(closed, name) };
    for (const { kind, group, version } of kinds) {
      writeFileSync(join(folder, fileOf(kind, group, version)), JSON.stringify(schema));
    }
  }
}

/** The same for kinds that were added, from their CustomResourceDefinitions. */
export function writeAddedSchemas(folder: string, definitions: readonly unknown[]): void {
  for (const { spec } of definitions.map((item) => definition.parse(item))) {
    for (const { name, schema } of spec.versions) {
      writeFileSync(
        join(folder, fileOf(spec.names.kind, spec.group, name)),
        JSON.stringify(strict(schema.openAPIV3Schema)),
      );
    }
  }
}
