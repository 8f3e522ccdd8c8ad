import { AppError, badRequest } from './errors.js';

/** The entity tag of a version of something. */
export function versionTag(version: number): string {
  return `"${version}"`;
}

/**
 * Holds a write to the version its sender has seen; without `If-Match` every version will do. A weak tag counts like a
 * strong one, because it names a state and not its bytes, and proxies that compress weaken tags.
 * @throws AppError 412 with the present version, 400 for a header that is none
 */
export function requireVersion(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = new Set(ifMatch.split(',').map((tag) => /^\s*(?:W\/)?("[\x21\x23-\x7e]*")\s*$/.exec(tag)?.[1]));
  if (tags.has(undefined)) {
    throw badRequest('If-Match must name entity tags, such as "7", or be *.', 'invalid-if-match');
  }
  if (tags.has(versionTag(version))) return;
  throw new AppError(412, 'version-changed', 'Precondition failed', {
    detail: `This has changed in the meantime: version ${version} is the present one.`,
    headers: { etag: versionTag(version) },
    extensions: { version },
  });
}
