import { z } from 'zod';

/** A variable of the environment as the page shows it. */
export interface Setting {
  readonly name: string;
  readonly type: string;
  readonly otherwise: string;
  readonly meaning: string;
}

/** The part of JSON Schema that a setting can have. */
const schemaOfOne = z.object({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  description: z.string().optional(),
});
type SchemaOfOne = z.infer<typeof schemaOfOne>;
const schemaOfAll = z.object({
  properties: z.record(z.string(), schemaOfOne.extend({ anyOf: z.array(schemaOfOne).optional() })),
});

/**
 * The variables that a schema of the environment reads, in its order.
 * @throws for one without a description
 */
export function settingsOf(schema: z.ZodObject): Setting[] {
  const { properties } = schemaOfAll.parse(z.toJSONSchema(schema, { io: 'input' }));
  return Object.entries(properties).map(([name, { anyOf, ...one }]) => {
    if (one.description === undefined) throw new Error(`${name} needs a description: .describe('...')`);
    // An empty text stands for a variable that is not set.
    const type = typeOf(anyOf?.find((variant) => variant.const !== '') ?? one);
    return { name, type, otherwise: withoutIt(schema.shape[name]), meaning: one.description };
  });
}

function typeOf(schema: SchemaOfOne): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.format === 'uri') return 'URL';
  if (schema.type === 'string') return 'text';
  if (schema.type !== 'number' && schema.type !== 'integer') throw new Error(`no words for ${JSON.stringify(schema)}`);
  const { minimum, exclusiveMinimum, maximum } = schema;
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : `more than ${exclusiveMinimum}`);
  return `${schema.type === 'integer' ? 'whole number' : 'number'}, ${least} to ${maximum}`;
}

const shown = z.union([z.string(), z.number()]).transform((value) => `\`${value}\``);
const nothing = z.union([z.undefined(), z.tuple([])]).transform(() => '');

/** What a service has when the variable is not set. */
function withoutIt(setting: z.core.$ZodType | undefined): string {
  const { success, data } = z.safeParse(setting ?? z.undefined(), undefined);
  return success ? z.union([shown, nothing]).parse(data) : 'required';
}
