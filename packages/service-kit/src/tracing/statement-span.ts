import { SpanKind, type SpanOptions } from '@opentelemetry/api';
import { currentContext } from '../context.js';
import { inSpan } from './spans.js';
import { isRecorded } from './traceparent.js';

/** Statements are written in the source, so there are few; a program that makes them up must not fill the memory. */
const maxNames = 2000;
const names = new Map<string, string>();

const verb = /^\s*(\w+)/;
const table = /\b(?:from|into|update|join)\s+(?:only\s+)?([a-z_]\w*)/i;
/** What a statement of several parts changes; not the locks of `for update`, and not what `on conflict` does instead. */
const writes =
  /\b(insert(?=\s+into)|(?<!\b(?:for|key|do)\s+)update|delete(?=\s+from))\s+(?:into\s+|from\s+|only\s+)*([a-z_]\w*)/gi;
const called = /^\s*select\s+(\w+)\(/i;

/** What a statement does and to what, such as `update outbox_sequence`. Parameters are never part of it. */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = nameOf(sql);
  if (names.size < maxNames) names.set(sql, name);
  return name;
}

function nameOf(sql: string): string {
  const first = verb.exec(sql)?.[1]?.toLowerCase() ?? 'sql';
  const changes = first === 'with' ? [...sql.matchAll(writes)].map(([, act, target]) => `${act} ${target}`) : [];
  if (changes.length > 0) return changes.join(', ').toLowerCase();
  const target = table.exec(sql)?.[1] ?? called.exec(sql)?.[1];
  return target === undefined ? first : `${first} ${target}`;
}

const options: SpanOptions = { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } };

/** Runs a statement as a step of the request that it belongs to; it gets its name only where that is recorded. */
export function inStatementSpan<T>(sql: string, run: () => Promise<T>): Promise<T> {
  return isRecorded(currentContext()?.traceparent) ? inSpan(statementName(sql), options, run) : run();
}
