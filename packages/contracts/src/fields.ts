import { z } from 'zod';

/** PostgreSQL `integer`: what every id of the platform is. */
const maxId = 2_147_483_647;

/** A numeric id in a body or an event. */
export const id = z.int().min(1).max(maxId);

/** A numeric id in a path or a query: decimal digits only, so that `1e3`, `-1` and `0x1` are no ids. */
export const pathId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'must be a positive whole number')
  .transform(Number)
  .refine((value) => value <= maxId, 'is larger than any id');

/** Where the page before ended in a list by time: milliseconds since 1970, and the id among those of that moment. */
export const timeCursor = z.string().regex(/^\d{1,15}-\d{1,10}$/, 'must be a next_cursor');

/** One line of text for people: no control characters, no lone surrogates, no space at the ends. */
export function line(max: number): z.ZodString {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');
}

/** Text of several lines for people: of control characters only ends of lines and tabs. */
export function text(max: number): z.ZodString {
  return z
    .string()
    .trim()
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'must not contain control characters');
}

/** ISO 8601 with an offset; refuses days that do not exist. */
export const time = z.iso.datetime({
  offset: true,
  abort: true,
  message: 'must be an ISO 8601 date and time with an offset',
});

/** Stored and compared in lower case: mail systems treat addresses so, and people type them so. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

export const role = z.enum(['member', 'trainer', 'admin']);
export type Role = z.infer<typeof role>;
