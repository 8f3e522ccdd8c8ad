import { maxBodyBytes } from '@gym/contracts';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { z } from 'zod';
import { currentContext } from './context.js';
import { AppError, bodyTooLarge, conflict, notFound, unavailable } from './errors.js';
import type { Logger } from './logger.js';
import { sendJson } from './send-json.js';

/** Errors of Express' body parsers and router: http-errors with a `type` or a status. */
const httpError = z.object({
  status: z.int().min(400).max(599),
  type: z.string().optional(),
  limit: z.number().optional(),
});
const databaseError = z.object({ code: z.string().length(5) });

/** Turns whatever was thrown into a refusal the client may see; what is not known stays a bare 500. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const http = httpError.safeParse(error);
  if (http.success) return fromHttpError(http.data, error);
  const database = databaseError.safeParse(error);
  if (database.success && database.data.code === '23505') {
    return conflict('This conflicts with something that exists already.');
  }
  if (isConnectionLoss(error)) return unavailable('The database does not answer right now.', error);
  return new AppError(500, 'internal', 'Internal error', {
    detail: 'Something went wrong on our side. It has been recorded under the request id.',
    cause: error,
  });
}

function fromHttpError(http: z.infer<typeof httpError>, cause: unknown): AppError {
  if (http.type === 'entity.too.large') {
    return bodyTooLarge(http.limit ?? maxBodyBytes, cause);
  }
  if (http.type === 'entity.parse.failed') {
    return new AppError(400, 'malformed-json', 'Bad request', { detail: 'The body is not valid JSON.', cause });
  }
  if (http.status === 415) {
    const detail = 'The body has an encoding or character set that is not supported.';
    return new AppError(415, 'unsupported-media-type', 'Unsupported media type', { detail, cause });
  }
  if (http.status < 500) {
    return new AppError(http.status, 'bad-request', 'Bad request', { detail: 'The request is malformed.', cause });
  }
  return new AppError(500, 'internal', 'Internal error', { detail: 'Something went wrong on our side.', cause });
}

/** PostgreSQL classes 08 (connection), 57P (operator intervention), 53 (resources), and socket errors. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(08|57P|53)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/.test(code) ||
    /^Connection terminated|is not queryable$|timeout exceeded when trying to connect/.test(error.message)
  );
}

export const unknownPath: RequestHandler = (req) => {
  throw notFound(`There is nothing at ${printablePath(req)}.`);
};

function printablePath(req: Request): string {
  return req.path.slice(0, 200);
}

/** The one place where an error becomes an answer. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const refusal = toAppError(error);
    // A deliberate 503 without a cause is in the access log already; under overload there are many of them.
    if (refusal.status === 500) log.error(refusal.message, { error: refusal });
    else if (refusal.status > 500 && refusal.cause !== undefined) log.warn(refusal.message, { error: refusal });
    if (res.headersSent) {
      next(error);
      return;
    }
    const problem = refusal.toProblem(printablePath(req), currentContext()?.requestId ?? '');
    sendJson(res.set(refusal.headers), refusal.status, JSON.stringify(problem), 'application/problem+json');
  };
}
