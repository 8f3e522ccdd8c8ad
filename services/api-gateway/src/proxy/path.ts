import { AppError, badRequest } from '@gym/service-kit/errors';

/** A request target that means the same to every program that handles it. */
export interface Target {
  path: string;
  /** With its question mark, or empty. */
  query: string;
}

const maxTargetLength = 8192;

/** What RFC 3986 allows in a path; the rest must be percent-encoded. */
const pathCharacters = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[\da-f]{2})*$/i;

/** Encoded controls, `#`, `%`, `.`, `/`, `?`, `\`: the sidecar decodes them, and then they mean something else. */
const dangerousEscapes = /%(?:[01][\da-f]|7f|23|25|2e|2f|3f|5c)/i;

/** Segments the sidecar would remove or resolve: `//`, `.`, `..`; one slash at the end is harmless. */
const unstableSegments = /\/(?=\/)|\/\.{1,2}(?=\/|$)/;

/**
 * Splits a request target. A path is taken only if decoding and cleaning it, as the sidecar does, cannot change what
 * it names; otherwise an access rule could be checked for one path and another one be served.
 * @throws AppError 400, or 414 for a target beyond 8 KiB
 */
export function checkTarget(target: string): Target {
  if (target.length > maxTargetLength) {
    throw new AppError(414, 'uri-too-long', 'URI too long', { detail: 'The address is longer than 8 KiB.' });
  }
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  const query = question === -1 ? '' : target.slice(question);
  if (!pathCharacters.test(path) || unstableSegments.test(path)) throw malformed();
  if (path.includes('%') && (dangerousEscapes.test(path) || !isUtf8(path))) throw malformed();
  if (/[^\x21-\x7e]|#/.test(query)) throw malformed();
  return { path, query };
}

function malformed(): AppError {
  return badRequest('The address holds characters or segments that are not allowed.', 'malformed-path');
}

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
