import { isDeepStrictEqual } from 'node:util';
import { annotations, asSchema, kindOf, own, valuesOf, variants, type JsonSchema } from './json-schema.js';

/** Why a version of an event type cannot take the place of the one before. */
export interface BreakingChange {
  /** The field, `$` for the whole event. */
  path: string;
  /** Which consumer fails: an old one that reads new events, or a new one that reads old events. */
  reader: 'old' | 'new';
  /** What the field may be, and what this reader expects. */
  what: string;
}

/**
 * What keeps an old consumer from reading new events, or a new consumer from reading old events (they stay in the
 * producers' logs and wait in dead letters). Nothing is left to change but optional fields that are added.
 * Keywords that this function does not know must stay as they are.
 */
export function breakingChanges(oldSchema: JsonSchema, newSchema: JsonSchema): BreakingChange[] {
  return [...unreadable(oldSchema, newSchema, 'old'), ...unreadable(newSchema, oldSchema, 'new')];
}

const lowerLimits = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const upperLimits = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);
/** Compared one by one below. */
const structure = new Set(
  'type const enum properties required additionalProperties propertyNames items allOf prefixItems'.split(' '),
);

/** Every way in which something that `written` allows may be refused or missed by a reader of `read`. */
function unreadable(read: JsonSchema, written: JsonSchema, who: 'old' | 'new'): BreakingChange[] {
  const comparing = new Set<string>();

  function compare(readAt: JsonSchema, writtenAt: JsonSchema, path: string): BreakingChange[] {
    // A schema that contains itself is compared once; if it differs, that comparison finds it.
    const pair = `${readAt.$ref} ${writtenAt.$ref}`;
    const recursive = readAt.$ref !== undefined && writtenAt.$ref !== undefined;
    if (recursive && comparing.has(pair)) return [];
    if (recursive) comparing.add(pair);
    const expected = variants(read, readAt);
    const changes = variants(written, writtenAt).flatMap((variant) => compareVariant(expected, variant, path));
    comparing.delete(pair);
    return changes;
  }

  /** One of the expected variants has to take all that this one allows. */
  function compareVariant(expected: JsonSchema[], variant: JsonSchema, path: string): BreakingChange[] {
    const tries = expected.map((schema) => ({ kind: kindOf(schema), changes: compareOne(schema, variant, path) }));
    if (tries.some(({ changes }) => changes.length === 0)) return [];
    const likely = tries
      .filter(({ kind }) => kind === kindOf(variant))
      .toSorted((a, b) => a.changes.length - b.changes.length)[0];
    if (likely !== undefined) return likely.changes;
    return [change(path, `may be ${kindOf(variant)}`, expected.map(kindOf).join(' or '))];
  }

  function compareOne(schema: JsonSchema, variant: JsonSchema, path: string): BreakingChange[] {
    const values = valuesOf(schema);
    if (values !== undefined) return compareValues(values, variant, path);
    const kind = kindOf(schema);
    const isPart = kind === 'number' && kindOf(variant) === 'integer';
    if (kind !== 'anything' && kind !== kindOf(variant) && !isPart) {
      return [change(path, `may be ${kindOf(variant)}`, kind)];
    }
    return [
      ...compareLimits(schema, variant, path),
      ...compareProperties(schema, variant, path),
      ...compareOthers(schema, variant, path),
      ...compareParts(schema, variant, path),
    ];
  }

  function compareValues(values: unknown[], variant: JsonSchema, path: string): BreakingChange[] {
    const expected = values.map((value) => JSON.stringify(value)).join(', ');
    const possible = valuesOf(variant);
    if (possible === undefined) return [change(path, `may be any ${kindOf(variant)}`, expected)];
    return possible
      .filter((value) => !values.some((item) => isDeepStrictEqual(item, value)))
      .map((value) => change(path, `may be ${JSON.stringify(value)}`, expected));
  }

  function compareLimits(schema: JsonSchema, variant: JsonSchema, path: string): BreakingChange[] {
    return Object.entries(schema).flatMap(([keyword, limit]) => {
      if (typeof limit !== 'number' || !(lowerLimits.has(keyword) || upperLimits.has(keyword))) return [];
      const other = variant[keyword];
      const holds = typeof other === 'number' && (lowerLimits.has(keyword) ? other >= limit : other <= limit);
      return holds ? [] : [change(path, 'may go beyond', `${keyword} ${limit}`)];
    });
  }

  function compareProperties(schema: JsonSchema, variant: JsonSchema, path: string): BreakingChange[] {
    const { properties = {}, required = [], additionalProperties: others = true } = schema;
    const { properties: possible = {}, required: present = [], additionalProperties: more = true } = variant;
    const names = new Set([...Object.keys(properties), ...required]);
    const changes = [...names].flatMap((name) => {
      const at = `${path}.${name}`;
      const [expected, field] = [own(properties, name), own(possible, name)];
      // What an old consumer knows must not vanish, even if it can do without.
      if (field === undefined && expected !== undefined && who === 'old') return [change(at, 'is gone', 'a value')];
      if (required.includes(name) && !present.includes(name)) return [change(at, 'may be missing', 'a value')];
      return expected === undefined || field === undefined ? [] : compare(expected, field, at);
    });
    if (others === true) return changes;
    const unknown = Object.entries(possible).filter(([name]) => !names.has(name));
    for (const [name, field] of [...unknown, ['*', more] as const]) {
      if (others !== false) changes.push(...compare(others, asSchema(field), `${path}.${name}`));
      else if (field !== false) changes.push(change(`${path}.${name}`, 'may be there', 'no such field'));
    }
    return changes;
  }

  function compareParts(schema: JsonSchema, variant: JsonSchema, path: string): BreakingChange[] {
    const { items, propertyNames } = schema;
    return [
      ...(items === undefined ? [] : compare(items, variant.items ?? {}, `${path}[]`)),
      ...(propertyNames === undefined ? [] : compare(propertyNames, variant.propertyNames ?? {}, `${path}.*`)),
      ...(['allOf', 'prefixItems'] as const).flatMap((keyword) => {
        const [parts, others] = [schema[keyword] ?? [], variant[keyword] ?? []];
        if (parts.length > others.length) return [change(path, `has another ${keyword}`, `${parts.length} parts`)];
        return parts.flatMap((part, index) => compare(part, others[index] ?? {}, path));
      }),
    ];
  }

  /** `pattern`, `format` and what this function does not know: the same, or nothing is expected. */
  function compareOthers(schema: JsonSchema, variant: JsonSchema, path: string): BreakingChange[] {
    return Object.entries(schema)
      .filter(([keyword, value]) => value !== undefined && !structure.has(keyword) && !annotations.has(keyword))
      .filter(([keyword]) => !lowerLimits.has(keyword) && !upperLimits.has(keyword))
      .filter(([keyword, value]) => hasReference(value) || !isDeepStrictEqual(variant[keyword], value))
      .map(([keyword, value]) => change(path, `has another ${keyword}`, JSON.stringify(value)));
  }

  function change(path: string, found: string, expected: string): BreakingChange {
    return { path, reader: who, what: `${found}; expected: ${expected}` };
  }

  return compare(read, written, '$');
}

function hasReference(value: unknown): boolean {
  return JSON.stringify(value).includes('"$ref"');
}
