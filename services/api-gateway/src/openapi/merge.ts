import { z } from 'zod';

/** The part of an OpenAPI document that merging needs; the rest passes through. */
export const serviceDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  components: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
export type ServiceDocument = z.infer<typeof serviceDocument>;

type Components = Record<string, Record<string, unknown>>;

export interface MergeInput {
  /** The name below `/api`; only paths below it are taken over. */
  name: string;
  appId: string;
  document: ServiceDocument;
}

export interface Merged {
  tags: { name: string }[];
  paths: Record<string, Record<string, unknown>>;
  components: Components;
}

/**
 * One document of many. A component that two services describe alike stays one; where they differ, the later
 * service's gets its route name in front (`users.Profile`), and so does every component that refers to it.
 */
export function mergeDocuments(inputs: readonly MergeInput[]): Merged {
  const merged: Merged = { tags: [], paths: {}, components: {} };
  for (const { name, appId, document } of inputs) {
    const renamed = renameConflicts(merged.components, document.components, name);
    if (!merged.tags.some((tag) => tag.name === appId)) merged.tags.push({ name: appId });
    for (const [kind, entries] of Object.entries(document.components)) {
      const target = (merged.components[kind] ??= {});
      for (const [key, value] of Object.entries(entries)) {
        target[renamed.get(`#/components/${kind}/${key}`)?.key ?? key] = rewriteReferences(value, renamed);
      }
    }
    for (const [path, item] of Object.entries(document.paths)) {
      if (path !== `/api/${name}` && !path.startsWith(`/api/${name}/`)) continue;
      merged.paths[path] = z.record(z.string(), z.unknown()).parse(rewriteReferences(item, renamed));
    }
  }
  return merged;
}

/** By reference (`#/components/schemas/User`): the key and reference it has in the merged document. */
type Renamed = Map<string, { key: string; reference: string }>;

function renameConflicts(present: Components, added: Components, prefix: string): Renamed {
  const renamed: Renamed = new Map();
  const entries = Object.entries(added).flatMap(([kind, items]) =>
    Object.entries(items).map(([key, value]) => ({ kind, key, text: JSON.stringify(value) })),
  );
  // Renaming one component changes those that refer to it, so this repeats until nothing changes any more.
  for (let before = -1; before !== renamed.size;) {
    before = renamed.size;
    for (const { kind, key, text } of entries) {
      const reference = `#/components/${kind}/${key}`;
      const other = present[kind]?.[key];
      const refersToRenamed = [...renamed.keys()].some((item) => text.includes(JSON.stringify(item)));
      if (other === undefined || renamed.has(reference)) continue;
      if (JSON.stringify(other) === text && !refersToRenamed) continue;
      renamed.set(reference, { key: `${prefix}.${key}`, reference: `#/components/${kind}/${prefix}.${key}` });
    }
  }
  return renamed;
}

function rewriteReferences(value: unknown, renamed: Renamed): unknown {
  if (renamed.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rewriteReferences(item, renamed));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const target = key === '$ref' && typeof item === 'string' ? renamed.get(item)?.reference : undefined;
      return [key, target ?? rewriteReferences(item, renamed)];
    }),
  );
}
