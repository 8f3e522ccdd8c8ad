import { requestIdTag, type ZipkinSpan } from './zipkin-span.js';

/** About 20 MB, and some minutes of a busy machine. */
const maxSpans = 20_000;
const maxSpansOfTrace = 2000;

/** The traces of late, the oldest of which go first. */
export class TraceStore {
  readonly #traces = new Map<string, ZipkinSpan[]>();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number = maxSpans) {
    this.#limit = limit;
  }

  add(spans: readonly ZipkinSpan[]): void {
    for (const span of spans) {
      const trace = this.#traces.get(span.traceId) ?? [];
      if (trace.length >= maxSpansOfTrace) continue;
      trace.push(span);
      this.#traces.set(span.traceId, trace);
      this.#size += 1;
    }
    for (const [traceId, trace] of this.#traces) {
      if (this.#size <= this.#limit) break;
      this.#traces.delete(traceId);
      this.#size -= trace.length;
    }
  }

  /** @param id of a trace or of a request; of several traces of one request the last one */
  find(id: string): ZipkinSpan[] {
    const byRequest = (trace: ZipkinSpan[]): boolean => trace.some(({ tags }) => tags[requestIdTag] === id);
    return this.#traces.get(id) ?? [...this.#traces.values()].findLast(byRequest) ?? [];
  }

  /** The first spans of the last traces, the newest first. */
  latest(count: number): ZipkinSpan[] {
    const firsts = [...this.#traces.values()].slice(-count).map((trace) => trace.toSorted(byTime)[0]);
    return firsts.filter((span) => span !== undefined).toSorted((a, b) => byTime(b, a));
  }
}

export function byTime(a: ZipkinSpan, b: ZipkinSpan): number {
  return a.timestamp - b.timestamp;
}
