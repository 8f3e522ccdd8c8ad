import winston from 'winston';
import { currentContext } from './context.js';
import { serializeError } from './errors.js';
import { traceIdOf } from './tracing/traceparent.js';

export type Logger = winston.Logger;

/** Keys whose values never reach a log, at any depth. */
const secretKey = /pass(word|wd)?$|token|secret|authorization|cookie|ticket|api[-_]?key|private/i;

function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return serializeError(value);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) ? '[redacted]' : redact(item, depth + 1)]),
  );
}

/** Merges the request context *under* the line's own fields, and redacts in place: winston keeps symbol keys on `info`. */
const enrich = winston.format((info) => {
  const context = currentContext();
  if (context) {
    info['request_id'] ??= context.requestId;
    info['trace_id'] ??= traceIdOf(context.traceparent);
    if (context.userId !== undefined) info['user_id'] ??= context.userId;
  }
  for (const [key, value] of Object.entries(info)) {
    if (key === 'level' || key === 'message') continue;
    info[key] = secretKey.test(key) ? '[redacted]' : redact(value);
  }
  return info;
});

const readable = winston.format.printf(({ level, message, timestamp, service, ...fields }) => {
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : '';
  return `${String(timestamp)} ${level} ${String(service)}: ${String(message)}${rest}`;
});

/** JSON lines in production, one readable line otherwise; both with request and trace id, both redacted. */
export function createLogger(service: string, options: { level: string; json: boolean }): Logger {
  return winston.createLogger({
    level: options.level,
    silent: options.level === 'silent',
    defaultMeta: { service },
    format: winston.format.combine(
      winston.format.timestamp(),
      enrich(),
      options.json ? winston.format.json() : readable,
    ),
    transports: [new winston.transports.Console()],
  });
}
