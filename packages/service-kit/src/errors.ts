import type { Problem } from '@gym/contracts';

export interface FieldFault {
  /** JSON pointer into the body, or the name of the parameter. */
  pointer: string;
  message: string;
}

interface ErrorOptions {
  detail: string;
  errors?: FieldFault[];
  /** Response headers that belong to the status, such as `Retry-After`. */
  headers?: Record<string, string>;
  /** Further members of the problem. */
  extensions?: Pick<Problem, 'version'>;
  cause?: unknown;
}

/** A refusal the client is told about. `slug` is stable: clients and tests may rely on it. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;
  readonly slug: string;
  readonly title: string;
  readonly errors: FieldFault[] | undefined;
  readonly headers: Record<string, string>;
  readonly extensions: Pick<Problem, 'version'>;

  constructor(status: number, slug: string, title: string, options: ErrorOptions) {
    super(options.detail, { cause: options.cause });
    this.status = status;
    this.slug = slug;
    this.title = title;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }

  /** The answer's body; `detail` is a sentence for people and never holds internals. */
  toProblem(instance: string, requestId: string): Problem {
    return {
      type: `/problems/${this.slug}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      instance,
      request_id: requestId,
      ...(this.errors ? { errors: this.errors } : {}),
      ...this.extensions,
    };
  }
}

/** 400: the request parses but breaks a rule. */
export function badRequest(detail: string, slug = 'bad-request'): AppError {
  return new AppError(400, slug, 'Bad request', { detail });
}

/** 400 on the endpoints of the old system, 422 on new ones: the named fields are wrong. */
export function invalidFields(errors: FieldFault[], status: 400 | 422): AppError {
  const first = errors[0];
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const detail = first ? `${first.pointer}: ${first.message}${rest}` : 'The request is not valid.';
  return new AppError(status, 'invalid-fields', 'Invalid fields', { detail, errors });
}

/** 401 with the challenge RFC 6750 asks for. */
export function unauthorized(detail: string, slug = 'unauthorized'): AppError {
  const challenge = slug === 'invalid-token' ? 'Bearer error="invalid_token"' : 'Bearer';
  return new AppError(401, slug, 'Unauthorized', { detail, headers: { 'www-authenticate': challenge } });
}

/** 403 */
export function forbidden(detail: string, slug = 'forbidden'): AppError {
  return new AppError(403, slug, 'Forbidden', { detail });
}

/** 404 */
export function notFound(detail: string, slug = 'not-found'): AppError {
  return new AppError(404, slug, 'Not found', { detail });
}

/** 409 */
export function conflict(detail: string, slug = 'conflict'): AppError {
  return new AppError(409, slug, 'Conflict', { detail });
}

/** 413: the body has more bytes than the operation takes. */
export function bodyTooLarge(limit: number, cause?: unknown): AppError {
  const detail = `The body is larger than ${limit / 1_048_576} MiB.`;
  return new AppError(413, 'too-large', 'Content too large', { detail, cause });
}

/** 429: who asks has to wait so many seconds. */
export function tooManyRequests(detail: string, seconds: number, slug = 'too-many-requests'): AppError {
  return new AppError(429, slug, 'Too many requests', { detail, headers: { 'retry-after': String(seconds) } });
}

/** 503: something this service needs does not answer; trying again soon may work. */
export function unavailable(detail: string, cause?: unknown, retryAfterSeconds = 2): AppError {
  return new AppError(503, 'unavailable', 'Service unavailable', {
    detail,
    cause,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

/** Name, message, code, stack and the chain of causes as plain JSON: winston prints an Error as `{}`. */
export function serializeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    ...('slug' in error ? { slug: error.slug } : {}),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 5 ? { cause: serializeError(error.cause, depth + 1) } : {}),
  };
}
