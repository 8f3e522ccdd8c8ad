import type { z } from 'zod';

/** A client gives up then; a hung replica must not hold up the load for longer. */
const timeoutMs = 8000;

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  token?: string | undefined;
  body?: unknown;
  /** Idempotency-Key */
  key?: string | undefined;
}

export interface Answer {
  /** 0: none came. */
  status: number;
  body: unknown;
  /** Of the request, ms since the epoch. */
  startedAt: number;
}

/** Requests as clients send them: through the gateway. */
export interface Api {
  send(request: Request): Promise<Answer>;
  /** @throws for any answer but 2xx */
  get<Schema extends z.ZodType>(path: string, schema: Schema, token: string): Promise<z.output<Schema>>;
}

export function createApi(baseUrl: string): Api {
  async function send({ method, path, token, body, key }: Request): Promise<Answer> {
    const startedAt = Date.now();
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      return { status: response.status, body: parse(text), startedAt };
    } catch (error) {
      return { status: 0, body: error instanceof Error ? error.message : String(error), startedAt };
    }
  }
  return {
    send,
    async get(path, schema, token) {
      const { status, body } = await send({ method: 'GET', path, token });
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
      return schema.parse(body);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // an answer that is no JSON is shown as it is
  }
}
