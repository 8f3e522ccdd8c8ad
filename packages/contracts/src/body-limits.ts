import type { OperationId } from './permissions.js';

/** Bytes of the body of a request: 1 MiB, where nothing else is said. */
export const maxBodyBytes = 1_048_576;

/** What sidecars carry ends at 4 MiB. */
const larger: Partial<Record<OperationId, number>> = { 'POST /api/tournaments/import': 3.75 * maxBodyBytes };
const limits = new Map<string, number | undefined>(Object.entries(larger));

/** Of an operation by its verb and path; the gateway refuses more before it reaches a service. */
export function bodyLimitOf(method: string, path: string): number {
  return limits.get(`${method.toUpperCase()} ${path.replace(/\/$/, '')}`) ?? maxBodyBytes;
}
