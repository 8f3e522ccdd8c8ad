import type { QueryConfig } from 'pg';

/** Statements are written in the source, so there are few; a program that makes them up must not fill the servers. */
const maxNames = 500;
const names = new Map<string, string>();

/**
 * A statement that each connection plans once, by its name. For those of transactions, which find their rows by keys:
 * one plan is good for all values. Planning was more than half of what the database did for a result (measured).
 */
export function prepared(text: string, values: unknown[] | undefined): QueryConfig {
  if (values === undefined) return { text };
  const name = names.get(text) ?? (names.size < maxNames ? `s${names.size}` : undefined);
  if (name === undefined) return { text, values };
  names.set(text, name);
  return { name, text, values };
}
