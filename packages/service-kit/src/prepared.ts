import type { QueryConfig } from 'pg';

/** Statements are written in the source, so there are few; a program that makes them up must not fill the servers. */
const maxNames = 500;
const names = new Map<string, string>();

/** A statement that each connection parses and plans once, by its name. */
export function prepared(text: string, values: unknown[] | undefined): QueryConfig {
  if (values === undefined) return { text };
  const name = names.get(text) ?? (names.size < maxNames ? `s${names.size}` : undefined);
  if (name === undefined) return { text, values };
  names.set(text, name);
  return { name, text, values };
}
