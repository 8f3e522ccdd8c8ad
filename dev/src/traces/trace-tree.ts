import { formatTable } from '../cli/table.js';
import { byTime } from './trace-store.js';
import { requestIdTag, type ZipkinSpan } from './zipkin-span.js';

/** Tags worth a place in the line of a span, in this order. */
const shown: readonly [tag: string, say: (value: string) => string][] = [
  ['http.response.status_code', (value) => value],
  ['http.status_code', (value) => value],
  ['gym.seq', (value) => `seq ${value}`],
  ['gym.topics', (value) => `to ${value}`],
  ['gym.sent', (value) => `${value} frames sent`],
  ['error', (value) => `error: ${value}`],
];
const maxText = 160;

/** A trace as lines: when each step began, how long it took, where, and what it was, below what it follows from. */
export function traceTree(spans: readonly ZipkinSpan[]): string {
  const ids = new Set(spans.map(({ id }) => id));
  const children = new Map<string | undefined, ZipkinSpan[]>();
  for (const span of spans.toSorted(byTime)) {
    // The parent may be outside: in the client, or in a process that has not sent it yet.
    const parent = span.parentId !== undefined && ids.has(span.parentId) ? span.parentId : undefined;
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const start = Math.min(...spans.map(({ timestamp }) => timestamp));
  const rows: string[][] = [];

  function add(span: ZipkinSpan, depth: number): void {
    rows.push([
      milliseconds(span.timestamp - start).padStart(9),
      milliseconds(span.duration).padStart(9),
      clean(span.localEndpoint.serviceName),
      '  '.repeat(depth) + describe(span),
    ]);
    for (const child of children.get(span.id) ?? []) add(child, depth + 1);
  }
  for (const root of children.get(undefined) ?? []) add(root, 0);
  return [headline(spans, start), '', formatTable([['       at', '     took', 'by', ''], ...rows])].join('\n');
}

function headline(spans: readonly ZipkinSpan[], start: number): string {
  const end = Math.max(...spans.map(({ timestamp, duration }) => timestamp + duration));
  const request = spans.map(({ tags }) => tags[requestIdTag]).find((id) => id !== undefined);
  const processes = new Set(spans.map(({ localEndpoint }) => localEndpoint.serviceName)).size;
  return [
    `trace ${spans[0]?.traceId ?? ''}`,
    ...(request === undefined ? [] : [`request ${clean(request)}`]),
    `${new Date(start / 1000).toISOString()}, ${milliseconds(end - start)}, ${spans.length} spans of ${processes} processes`,
  ].join('\n');
}

export function describe({ name, kind, tags }: ZipkinSpan): string {
  const facts = shown.flatMap(([tag, say]) => (tags[tag] === undefined ? [] : [say(tags[tag])]));
  const role = kind === 'PRODUCER' || kind === 'CONSUMER' ? [`(${kind.toLowerCase()})`] : [];
  return clean([name, ...role, ...facts].join('  '));
}

function milliseconds(microseconds: number): string {
  return `${(microseconds / 1000).toFixed(1)} ms`;
}

/** Names come from other processes: nothing in them may move the cursor. */
function clean(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').slice(0, maxText);
}
