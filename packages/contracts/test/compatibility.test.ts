import * as fc from 'fast-check';
import { z } from 'zod';
import { breakingChanges } from '../src/compatibility.js';
import { jsonSchema, type JsonSchema } from '../src/json-schema.js';
import { brokenTypes } from '../src/released.js';
import { mutatedSchema, schemaArbitrary, valueOf } from './schemas.js';

function schemaOf(type: z.ZodType): JsonSchema {
  return jsonSchema.parse(z.toJSONSchema(type, { io: 'input' }));
}

const base = z.object({
  name: z.string().min(1).max(10),
  seed: z.int().min(1).nullable(),
  note: z.string().optional(),
  status: z.enum(['open', 'closed']),
  tags: z.array(z.string()).max(5),
  score: z.number().max(10),
});

describe('a new version of an event', () => {
  it.each([
    ['nothing changed', base],
    ['an optional field is new', base.extend({ color: z.string().optional() })],
    ['a description is new', base.describe('An event.')],
  ])('is compatible when %s', (_what, next) => {
    expect(breakingChanges(schemaOf(base), schemaOf(next))).toEqual([]);
  });

  it.each([
    ['a field is gone', base.omit({ name: true }), 'old', '$.name', /is gone/],
    ['an optional field is gone', base.omit({ note: true }), 'old', '$.note', /is gone/],
    ['a required field is new', base.extend({ color: z.string() }), 'new', '$.color', /may be missing/],
    ['a field becomes required', base.required({ note: true }), 'new', '$.note', /may be missing/],
    ['a field becomes optional', base.partial({ name: true }), 'old', '$.name', /may be missing/],
    ['a type is another', base.extend({ name: z.int() }), 'old', '$.name', /may be integer; expected: string/],
    [
      'a type is narrower',
      base.extend({ score: z.int().max(10) }),
      'new',
      '$.score',
      /may be number; expected: integer/,
    ],
    [
      'a type is wider',
      base.extend({ tags: z.array(z.union([z.string(), z.int()])).max(5) }),
      'old',
      '$.tags[]',
      /integer/,
    ],
    [
      'null is no longer possible',
      base.extend({ seed: z.int().min(1) }),
      'new',
      '$.seed',
      /may be null; expected: integer/,
    ],
    ['null becomes possible', base.extend({ score: z.number().max(10).nullable() }), 'old', '$.score', /may be null/],
    ['a value is gone', base.extend({ status: z.enum(['open']) }), 'new', '$.status', /may be "closed"/],
    ['a value is new', base.extend({ status: z.enum(['open', 'closed', 'late']) }), 'old', '$.status', /may be "late"/],
    ['any text becomes a list of values', base.extend({ name: z.enum(['a']) }), 'new', '$.name', /any string/],
    ['a lower limit is higher', base.extend({ name: z.string().min(2).max(10) }), 'new', '$.name', /minLength 2/],
    ['an upper limit is lower', base.extend({ score: z.number().max(9) }), 'new', '$.score', /maximum 9/],
    ['a limit is wider', base.extend({ tags: z.array(z.string()).max(6) }), 'old', '$.tags', /maxItems 5/],
    ['a limit is gone', base.extend({ tags: z.array(z.string()) }), 'old', '$.tags', /maxItems 5/],
    ['a format is new', base.extend({ note: z.iso.date().optional() }), 'new', '$.note', /another (format|pattern)/],
    ['other fields are forbidden', base.strict(), 'new', '$.*', /may be there/],
  ])('is refused when %s', (_what, next, reader, path, what) => {
    expect(breakingChanges(schemaOf(base), schemaOf(next))).toContainEqual({
      path,
      reader,
      what: expect.stringMatching(what),
    });
  });

  it('is compared through references and through schemas that contain themselves', () => {
    const tree = (leaf: z.ZodType): JsonSchema => {
      const node: z.ZodType = z.lazy(() => z.object({ leaf, children: z.array(node) })).meta({ id: 'Node' });
      const schema = schemaOf(z.object({ tree: node }));
      z.globalRegistry.remove(node);
      return schema;
    };
    expect(breakingChanges(tree(z.string()), tree(z.string()))).toEqual([]);
    expect(breakingChanges(tree(z.string()), tree(z.string().nullable()))).toEqual([
      { path: '$.tree.leaf', reader: 'old', what: 'may be null; expected: string' },
    ]);
  });

  it('is told apart with the name to take for the change', () => {
    const before = new Map([['gym.user.banned.v9', schemaOf(base)]]);
    expect(brokenTypes(before, new Map())).toEqual([expect.stringMatching(/^gym.user.banned.v9 is gone/)]);
    const after = new Map([['gym.user.banned.v9', schemaOf(base.omit({ name: true }))]]);
    expect(brokenTypes(before, after)).toEqual([
      expect.stringMatching(/\$\.name is gone.* make a gym.user.banned.v10\./),
    ]);
    expect(brokenTypes(before, new Map([...before, ['gym.user.new.v1', schemaOf(base)]]))).toEqual([]);
  });
});

describe('when nothing is said to break', () => {
  it('every schema can follow itself', () => {
    fc.assert(fc.property(schemaArbitrary, (schema) => expect(breakingChanges(schema, schema)).toEqual([])));
  });

  it('old consumers read all new events, and new consumers all old ones', () => {
    let compatible = 0;
    let differing = 0;
    const pairs = schemaArbitrary.chain((before) => fc.tuple(fc.constant(before), mutatedSchema(before)));
    fc.assert(
      fc.property(pairs, fc.gen(), ([before, after], generate) => {
        if (breakingChanges(before, after).length > 0) return;
        compatible += 1;
        if (JSON.stringify(before) !== JSON.stringify(after)) differing += 1;
        const [oldEvent, newEvent] = [generate(valueOf, before), generate(valueOf, after)];
        expect(z.fromJSONSchema(after as z.core.JSONSchema.JSONSchema).safeParse(oldEvent).error).toBeUndefined();
        expect(z.fromJSONSchema(before as z.core.JSONSchema.JSONSchema).safeParse(newEvent).error).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(compatible).toBeGreaterThan(100);
    expect(differing).toBeGreaterThan(20);
  });
});
