import { bodyLimitOf, permissionOf, type Access, type AccessOf, type OperationId, type Role } from '@gym/contracts';
import { json, Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { authenticate, hasRole, requireRole, type Caller, type TokenRules } from './auth.js';
import { currentContext } from './context.js';
import { AppError, invalidFields, notFound } from './errors.js';
import { toFault } from './faults.js';
import { groupBy } from './group-by.js';
import { answerOnce, type Once } from './idempotency/answer-once.js';
import { keyHeader } from './idempotency/keyed-request.js';
import { sendJson } from './send-json.js';
import { sendStreamedJson, StreamedJson } from './streamed-json.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface OperationInput<Params, Query, Body, A extends Access> {
  params: Params;
  query: Query;
  body: Body;
  caller: A extends Role ? Caller : undefined;
  /** The caller's role reaches what is their own only; the handler finds out what that is. */
  isOwnOnly: boolean;
  req: Request;
  res: Response;
}

/** One endpoint: what it accepts, who may call it, what it answers. The same object validates and documents. */
export interface Operation {
  method: Method;
  path: string;
  summary: string;
  access: Access;
  params: z.ZodType | undefined;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  answer: { status: number; schema: z.ZodType; type?: string };
  /** Statuses of refusals beyond those every endpoint has. */
  refusals: number[];
  /** 400 on the endpoints the old system had, 422 on new ones. */
  invalidStatus: 400 | 422;
  /** Sent twice with one `Idempotency-Key`, it takes effect once. */
  takesKey: boolean;
  run(req: Request, res: Response, tools: OperationTools): Promise<void>;
}

/** What the operations of a service have in common. */
export interface OperationTools {
  tokens: TokenRules;
  /** Left out by a service that keeps no answers. */
  once?: Once | undefined;
}

interface Definition<Params, Query, Body, Answer extends z.ZodType, A extends Access> {
  method: Method;
  /** Express path, such as `/api/users/:id`. */
  path: string;
  summary: string;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** `type` for what is no JSON; such an answer the handler sends itself. */
  answer: { status: number; schema: Answer; type?: string };
  refusals?: number[];
  invalidStatus?: 400 | 422;
  /**
   * `ignored` where the answer holds a secret, which must not be kept, or where nothing changes. Every other operation
   * that is no GET takes an `Idempotency-Key`: it makes its changes in `database.transaction`, and what it does
   * elsewhere afterwards goes through `afterCommit`.
   */
  idempotencyKey?: 'ignored';
  /** @returns the body of the answer; streamed by a GET only, because other answers may have to be kept */
  handle(input: OperationInput<Params, Query, Body, A>): Promise<z.input<Answer> | StreamedJson<z.input<Answer>>>;
}

/** The id of an operation, if the table of permissions has it. */
type Listed<M extends Method, Path extends string> = Extract<`${Uppercase<M>} ${Path}`, OperationId>;

/** What the compiler shows for an operation that the table of permissions lacks. */
type InTable<M extends Method, Path extends string> = `${Uppercase<M>} ${Path}` extends OperationId
  ? unknown
  : { 'add a line to packages/contracts/src/permissions.ts': `${Uppercase<M>} ${Path}` };

/** Declares an endpoint of the service; who may call it is in the table of permissions. */
export function operation<
  Params,
  Query,
  Body,
  Answer extends z.ZodType,
  const M extends Method,
  const Path extends string,
>(
  definition: Definition<Params, Query, Body, Answer, AccessOf<Listed<M, Path>>> & {
    method: M;
    path: Path & InTable<M, Path>;
  },
): Operation {
  const { access, others } = permissionOf(`${definition.method.toUpperCase()} ${definition.path}`);
  // The type of the table says the same as its value, which the compiler cannot see through the look-up.
  return guarded({ ...definition, access: access as AccessOf<Listed<M, Path>>, others });
}

/** An endpoint whose permission is given here: for tests of the kit, whose endpoints no service has. */
export function guarded<Params, Query, Body, Answer extends z.ZodType, A extends Access>(
  definition: Definition<Params, Query, Body, Answer, A> & { access: A; others?: Role | undefined },
): Operation {
  const { params, query, body, access, others, answer } = definition;
  const invalidStatus = definition.invalidStatus ?? 422;
  const parseJson = jsonParser(bodyLimitOf(definition.method, definition.path));
  const takesKey = definition.method !== 'get' && definition.idempotencyKey !== 'ignored';
  return {
    ...definition,
    params,
    query,
    body,
    refusals: definition.refusals ?? [],
    invalidStatus,
    takesKey,
    async run(req, res, { tokens, once }) {
      const caller = access === 'public' || access === 'internal' ? undefined : await guard(req, access, tokens);
      if (body !== undefined) await parseJson(req, res);
      const handle = async (): Promise<z.input<Answer> | StreamedJson<z.input<Answer>>> =>
        definition.handle({
          params: readParams(params, req),
          query: read(query, req.query, invalidStatus),
          body: readBody(body, req, invalidStatus),
          // The guard ran exactly when A is a role, which the compiler cannot see.
          caller: caller as OperationInput<Params, Query, Body, A>['caller'],
          isOwnOnly: caller !== undefined && others !== undefined && !hasRole(caller, others),
          req,
          res,
        });
      if (takesKey && once !== undefined && req.get(keyHeader) !== undefined) {
        const scope = caller === undefined ? access : `user:${caller.id}`;
        await answerOnce(once, { req, res, scope }, answer.status, handle);
        return;
      }
      const outcome = await handle();
      if (outcome instanceof StreamedJson) await sendStreamedJson(res, answer.status, outcome);
      else if (!res.headersSent) sendJson(res, answer.status, JSON.stringify(outcome));
    },
  };
}

async function guard(req: Request, role: Role, tokens: TokenRules): Promise<Caller> {
  const caller = await authenticate(req.headers.authorization, tokens);
  const context = currentContext();
  if (context) context.userId = caller.id;
  requireRole(caller, role);
  return caller;
}

/**
 * A request without a content type is read too: the gateway sends even an empty body in chunks, and an empty body
 * reads as `{}`. Any other type leaves `req.body` undefined, which is a 415.
 */
function jsonParser(limit: number): (req: Request, res: Response) => Promise<void> {
  const parse = json({
    limit,
    type: ({ headers }) => /^(application\/([\w.-]+\+)?json\s*(;|$)|$)/i.test(headers['content-type'] ?? ''),
  });
  // Called after the guard: a stranger's body is not worth reading.
  return (req, res) =>
    new Promise((resolve, reject) => {
      parse(req, res, (error: unknown) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
}

/** A path that cannot name anything is a path where nothing is: 404, as in the old system. */
function readParams<T>(schema: z.ZodType<T> | undefined, req: Request): T {
  const parsed = schema?.safeParse(req.params);
  if (parsed?.success === false) throw notFound(`There is nothing at ${req.path.slice(0, 200)}.`);
  return valueOf(parsed?.data);
}

/** No body at all reads as `{}`, so that the answer names the fields that are missing. */
function readBody<T>(schema: z.ZodType<T> | undefined, req: Request, status: 400 | 422): T {
  if (schema === undefined || req.body !== undefined) return read(schema, req.body, status);
  // The gateway sends what must not be repeated in chunks, also when there is nothing to send; then it has no type.
  const chunked = req.headers['transfer-encoding'] !== undefined && req.headers['content-type'] !== undefined;
  const hasBody = chunked || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return read(schema, {}, status);
  const detail = 'The body must be application/json.';
  throw new AppError(415, 'unsupported-media-type', 'Unsupported media type', { detail });
}

function read<T>(schema: z.ZodType<T> | undefined, value: unknown, status: 400 | 422): T {
  const parsed = schema?.safeParse(value);
  if (parsed?.success === false) throw invalidFields(parsed.error.issues.map(toFault), status);
  return valueOf(parsed?.data);
}

/** Without a schema nothing was declared, T is unknown, and undefined is a fine value of it. */
function valueOf<T>(data: T | undefined): T {
  return data as T;
}

/**
 * A router of all operations: static paths before patterns, and 405 with `Allow` for a known path with another verb.
 */
export function operationsRouter(operations: Operation[], tools: OperationTools): Router {
  const router = Router();
  const byPath = groupBy(operations, (item) => item.path);
  const paths = [...byPath.keys()].sort((a, b) => countParams(a) - countParams(b));
  for (const path of paths) {
    const items = byPath.get(path) ?? [];
    for (const item of items) {
      router[item.method](path, (req: Request, res: Response) => item.run(req, res, tools));
    }
    const methods = items.map((item) => item.method.toUpperCase());
    const allow = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ');
    // Before the patterns: `DELETE /users/approve` must not become the deletion of a user named approve.
    router.all(path, (req) => {
      const detail = `${req.method} is not possible here; ${allow} is.`;
      throw new AppError(405, 'method-not-allowed', 'Method not allowed', { detail, headers: { allow } });
    });
  }
  return router;
}

function countParams(path: string): number {
  return path.split('/:').length - 1;
}
