import { z } from 'zod';
import { line } from '../fields.js';

/** Names of columns in a list of participants that is imported. */
export const reservedKeys = ['name', 'user_id', 'category', 'seed'] as const;
const reserved: readonly string[] = reservedKeys;

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be small letters, digits and underscores')
  .refine((value) => !reserved.includes(value), 'is the name of something else');
const asked = { key, label: line(200), required: z.boolean().default(false) };
const ordered = (range: { min?: number | undefined; max?: number | undefined }): boolean =>
  range.min === undefined || range.max === undefined || range.min <= range.max;

/** What an organiser wants to know of everybody who enters. */
export const question = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), ...asked, max_length: z.int().min(1).max(1000).default(200) }),
  z.object({
    type: z.literal('choice'),
    ...asked,
    options: z
      .array(line(100))
      .min(1)
      .max(50)
      .refine((options) => new Set(options).size === options.length, 'must not name an option twice'),
  }),
  z
    .object({ type: z.literal('number'), ...asked, min: z.number().optional(), max: z.number().optional() })
    .refine(ordered, { path: ['max'], message: 'must not be below min' }),
  z.object({ type: z.literal('date'), ...asked }),
]);
export type Question = z.infer<typeof question>;

export const questions = z
  .array(question)
  .max(30)
  .refine((items) => new Set(items.map((item) => item.key)).size === items.length, 'must not have a key twice');

/** By the key of the question; checked against the questions of the tournament. */
export const answers = z
  .record(z.string().max(40), z.union([z.string().max(1000), z.number()]))
  .refine((given) => Object.keys(given).length <= 30, 'must have at most 30 entries');
export type Answers = z.infer<typeof answers>;

/** Who belongs into a category, told by an answer. */
export const categoryRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choice'), question: z.string(), values: z.array(line(100)).min(1).max(50) }),
  z
    .object({ kind: z.literal('number'), question: z.string(), min: z.number().optional(), max: z.number().optional() })
    .refine(ordered, { path: ['max'], message: 'must not be below min' }),
  z
    .object({
      kind: z.literal('age'),
      question: z.string().describe('the date of birth'),
      on: z.iso.date().describe('the day the age is counted on'),
      min: z.int().min(0).max(150).optional(),
      max: z.int().min(0).max(150).optional(),
    })
    .refine(ordered, { path: ['max'], message: 'must not be below min' }),
]);
export type CategoryRule = z.infer<typeof categoryRule>;

const placesInCategory = z.int().min(2).max(10_000).nullable();
export const categoryInput = z
  .object({
    name: line(80),
    rules: z.array(categoryRule).max(10).default([]),
    max_participants: placesInCategory.default(null).describe('null: only the tournament has a limit'),
  })
  .meta({ id: 'CategoryInput' });
export type CategoryInput = z.infer<typeof categoryInput>;
export const categoryPatch = z
  .object({ name: line(80), rules: z.array(categoryRule).max(10), max_participants: placesInCategory })
  .partial()
  .meta({ id: 'CategoryPatch' });
