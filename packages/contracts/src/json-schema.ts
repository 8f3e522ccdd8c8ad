import { z } from 'zod';

/** The part of JSON Schema that zod writes; keywords that are not listed here are kept as they are. */
export interface JsonSchema {
  [keyword: string]: unknown;
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  anyOf?: JsonSchema[] | undefined;
  oneOf?: JsonSchema[] | undefined;
  allOf?: JsonSchema[] | undefined;
  prefixItems?: JsonSchema[] | undefined;
  enum?: unknown[] | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | JsonSchema | undefined;
  propertyNames?: JsonSchema | undefined;
  items?: JsonSchema | undefined;
  $defs?: Record<string, JsonSchema> | undefined;
}

export const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    anyOf: list.optional(),
    oneOf: list.optional(),
    allOf: list.optional(),
    prefixItems: list.optional(),
    enum: z.array(z.unknown()).optional(),
    properties: named.optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
    propertyNames: jsonSchema.optional(),
    items: jsonSchema.optional(),
    $defs: named.optional(),
  }),
);
const list = z.array(jsonSchema);
const named = z.record(z.string(), jsonSchema);

/** Keywords that allow and refuse nothing. */
export const annotations: ReadonlySet<string> = new Set(
  '$schema $id id title description default examples deprecated $defs'.split(' '),
);

/** The alternatives of a schema, each with a single type and without a reference at its top. */
export function variants(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const { $ref, anyOf, oneOf, type, ...rest } = schema;
  const isPlain = Object.keys(rest).every((keyword) => annotations.has(keyword));
  if ($ref !== undefined) {
    if (!isPlain) throw new Error(`${$ref} stands beside other rules, which this check cannot compare`);
    return variants(root, resolve(root, $ref));
  }
  const alternatives = anyOf ?? oneOf;
  if (alternatives !== undefined && isPlain && type === undefined && (anyOf === undefined || oneOf === undefined)) {
    return alternatives.flatMap((item) => variants(root, item));
  }
  const values = type === undefined ? valuesOf(schema) : undefined;
  if (values !== undefined) return values.map((value) => ({ const: value }));
  if (Array.isArray(type)) return type.map((item) => Object.assign({}, schema, { type: item }));
  return [schema];
}

function resolve(root: JsonSchema, reference: string): JsonSchema {
  if (reference === '#') return root;
  const target = own(root.$defs ?? {}, reference.replace('#/$defs/', ''));
  if (target === undefined) throw new Error(`${reference} is not there`);
  return target;
}

/** The type of a schema that has one at most: `anything` without. */
export function kindOf(schema: JsonSchema): string {
  if (typeof schema.type === 'string') return schema.type;
  const value = valuesOf(schema)?.[0];
  if (value === undefined) return 'anything';
  return value === null ? 'null' : typeof value;
}

/** All values that are possible, if they are listed. */
export function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return 'const' in schema ? [schema['const']] : schema.enum;
}

/** `false` allows nothing. */
export function asSchema(value: boolean | JsonSchema): JsonSchema {
  if (value === true) return {};
  return value === false ? { enum: [] } : value;
}

/** Not what every object inherits: a field may be named `constructor`. */
export function own<Value>(record: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
