import * as fc from 'fast-check';
import type { JsonSchema } from '../src/json-schema.js';

function patched(schema: JsonSchema, patch: JsonSchema): JsonSchema {
  return { ...schema, ...patch };
}

const limit = fc.integer({ min: 0, max: 4 });

function bounded(type: string, lower: string, upper: string): fc.Arbitrary<JsonSchema> {
  return fc
    .record({ [lower]: limit, [upper]: limit.map((value) => value + 4) }, { requiredKeys: [] })
    .map((limits): JsonSchema => patched({ type }, limits));
}

const scalar: fc.Arbitrary<JsonSchema> = fc.oneof(
  bounded('string', 'minLength', 'maxLength'),
  bounded('integer', 'minimum', 'maximum'),
  bounded('number', 'minimum', 'maximum'),
  fc.constant<JsonSchema>({ type: 'boolean' }),
  fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((values): JsonSchema => ({ type: 'string', enum: values })),
  fc.constantFrom('a', 'b').map((value): JsonSchema => ({ type: 'string', const: value })),
);

const { schema } = fc.letrec<{ schema: JsonSchema; object: JsonSchema; array: JsonSchema; nullable: JsonSchema }>(
  (tie) => ({
    schema: fc.oneof({ maxDepth: 3 }, scalar, tie('object'), tie('array'), tie('nullable')),
    object: fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'), { maxKeys: 3, noNullPrototype: true })
      .chain((properties) =>
        fc.subarray(Object.keys(properties)).map((required): JsonSchema => ({ type: 'object', properties, required })),
      ),
    array: fc
      .tuple(tie('schema'), bounded('array', 'minItems', 'maxItems'))
      .map(([items, limits]): JsonSchema => patched(limits, { items })),
    nullable: tie('schema').map((item): JsonSchema => ({ anyOf: [item, { type: 'null' }] })),
  }),
);

/** Schemas of the kind that zod writes. */
export const schemaArbitrary = schema;

/** The schema with one or two changes somewhere in it. */
export function mutatedSchema(before: JsonSchema): fc.Arbitrary<JsonSchema> {
  return fc.oneof(
    { weight: 3, arbitrary: mutation(before) },
    { weight: 1, arbitrary: mutation(before).chain(mutation) },
  );
}

function mutation(before: JsonSchema): fc.Arbitrary<JsonSchema> {
  const { properties = {}, required = [], items, anyOf } = before;
  const options: fc.Arbitrary<JsonSchema>[] = [schema, fc.constant({ anyOf: [before, { type: 'null' }] })];
  for (const [name, property] of Object.entries(properties)) {
    const change = (value: JsonSchema): JsonSchema => ({ ...before, properties: { ...properties, [name]: value } });
    options.push(
      mutation(property).map(change),
      fc.subarray(Object.keys(properties)).map((names) => patched(before, { required: names })),
    );
  }
  if (before.type === 'object') {
    const added = fc.tuple(schema, fc.boolean()).map(([value, isRequired]) =>
      patched(before, {
        properties: { ...properties, d: value },
        required: isRequired ? [...required, 'd'] : required,
      }),
    );
    options.push(added, added);
  }
  if (items !== undefined) options.push(mutation(items).map((value) => patched(before, { items: value })));
  if (anyOf !== undefined) options.push(fc.shuffledSubarray(anyOf, { minLength: 1 }).map((some) => ({ anyOf: some })));
  for (const [keyword, value] of Object.entries(before)) {
    if (typeof value === 'number')
      options.push(limit.map((other) => patched(before, { [keyword]: value < 4 ? other : other + 4 })));
  }
  return fc.oneof(...options);
}

/** What a producer may write. It writes no field that the schema does not name. */
export function valueOf(of: JsonSchema): fc.Arbitrary<unknown> {
  const { type, anyOf, enum: values, properties = {}, required = [], items } = of;
  const number = (keyword: string): number | undefined => (typeof of[keyword] === 'number' ? of[keyword] : undefined);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(valueOf));
  if (values !== undefined) return fc.constantFrom(...values);
  if ('const' in of) return fc.constant(of['const']);
  const between = (lower: string, upper: string): { min: number; max: number } => {
    const min = number(lower) ?? (lower === 'minimum' ? -5 : 0);
    return { min, max: number(upper) ?? min + 10 };
  };
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer(between('minimum', 'maximum'));
    case 'number':
      return fc.double({ ...between('minimum', 'maximum'), noNaN: true });
    case 'string': {
      const { min, max } = between('minLength', 'maxLength');
      return fc.string({ unit: 'grapheme-ascii', minLength: min, maxLength: max });
    }
    case 'array': {
      const { min, max } = between('minItems', 'maxItems');
      return fc.array(valueOf(items ?? {}), { minLength: min, maxLength: Math.min(max, min + 3) });
    }
    case 'object': {
      const fields = Object.fromEntries(Object.entries(properties).map(([name, item]) => [name, valueOf(item)]));
      return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
    }
    default:
      throw new Error(`no value of ${JSON.stringify(of)}`);
  }
}
