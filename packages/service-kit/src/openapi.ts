import { problem } from '@gym/contracts';
import {
  extendZodWithOpenApi,
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { replayedHeader, keyHeader } from './idempotency/keyed-request.js';
import type { Operation } from './operation.js';

extendZodWithOpenApi(z);

const refusalTexts: Record<number, string> = {
  400: 'The request breaks a rule',
  401: 'No valid access token',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'Conflicts with the present state',
  412: 'It has another version than If-Match says',
  413: 'The body is too large',
  415: 'The body is not application/json',
  421: 'This is at another address',
  422: 'A field is not valid, or the Idempotency-Key came with another request',
  429: 'Too many requests',
  503: 'Something this needs does not answer; try again',
};

/** OpenAPI 3.1 of one service, from the objects that validate. Internal operations are left out. */
export function openApiDocument(service: string, operations: Operation[]): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const item of operations) if (item.access !== 'internal') registry.registerPath(describe(service, item));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: service, version: '1.0.0' },
  });
}

const keyHeaders = z.object({
  [keyHeader]: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: 'The same request with the same key within 24 hours gets its first answer again' }),
});
const versionHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag of the version this is meant for; of another one nothing is changed' }),
});
const replayHeaders = z.object({
  [replayedHeader]: z.literal('true').optional().meta({ description: 'This answer was given before' }),
});

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

function describe(service: string, item: Operation): RouteConfig {
  return {
    method: item.method,
    path: item.path.replaceAll(/:(\w+)/g, '{$1}'),
    summary: item.summary,
    tags: [service],
    ...(item.access === 'public' ? {} : { security: [{ bearer: [] }] }),
    request: {
      ...(item.params instanceof z.ZodObject ? { params: item.params } : {}),
      ...(item.query instanceof z.ZodObject ? { query: item.query } : {}),
      ...requestHeaders(item),
      ...(item.body === undefined ? {} : { body: { content: { 'application/json': { schema: item.body } } } }),
    },
    responses: {
      [item.answer.status]: {
        description: 'Done',
        ...(item.takesKey ? { headers: replayHeaders } : {}),
        content: { [item.answer.type ?? 'application/json']: { schema: item.answer.schema } },
      },
      ...Object.fromEntries(refusalsOf(item).map((status) => [status, refusal(status)])),
    },
  };
}

function requestHeaders(item: Operation): { headers?: z.ZodObject } {
  const isVersioned = item.refusals.includes(412);
  const shape = { ...(item.takesKey ? keyHeaders.shape : {}), ...(isVersioned ? versionHeaders.shape : {}) };
  return Object.keys(shape).length === 0 ? {} : { headers: z.object(shape) };
}

function refusalsOf(item: Operation): number[] {
  const guarded = item.access === 'public' ? [] : item.access === 'member' ? [401] : [401, 403];
  const withBody = item.body === undefined ? [] : [item.invalidStatus, 413, 415];
  const withKey = item.takesKey ? [400, 409, 422] : [];
  return [...new Set([...guarded, ...withBody, ...withKey, ...item.refusals, 503])].sort((a, b) => a - b);
}

function refusal(status: number): RouteConfig['responses'][string] {
  return {
    description: refusalTexts[status] ?? 'Refused',
    content: { 'application/problem+json': { schema: problem } },
  };
}
