/** Which part of the usual cases of each property to look at; the only place that reads `PROPERTY_SHARE`. */
export const share = Number(process.env['PROPERTY_SHARE'] ?? 1);

/** The parameter of a property that needs another number of cases than the usual 100, and some at least. */
export function runs(count: number, least = 1): { numRuns: number } {
  return { numRuns: Math.max(least, Math.ceil(count * share)) };
}
