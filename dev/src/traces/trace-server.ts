import { createServer, type IncomingMessage, type Server } from 'node:http';
import { z } from 'zod';
import type { TraceStore } from './trace-store.js';
import { zipkinSpan } from './zipkin-span.js';

const maxBytes = 8 * 1_048_576;

/** Takes spans as a Zipkin server would, from this machine alone: services and sidecars send them here. */
export function serveTraces(store: TraceStore, port: number): Promise<Server> {
  async function take(request: IncomingMessage): Promise<202 | 400 | 404 | 413> {
    if (request.method !== 'POST' || request.url !== '/api/v2/spans') return 404;
    const body = await read(request);
    if (body === undefined) return 413;
    const spans = z.array(zipkinSpan).safeParse(jsonOf(body));
    if (!spans.success) return 400;
    store.add(spans.data);
    return 202;
  }

  const server = createServer((request, response) => {
    take(request).then(
      (status) => response.writeHead(status, status === 413 ? { connection: 'close' } : {}).end(),
      // Broken off in the middle: nobody is left to be told.
      () => response.destroy(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** @returns undefined for a body that is too long */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no list of spans either, and is refused as such.
    return undefined;
  }
}
