/**
 * Whether a page of that origin may connect. Programs that are no browsers send no origin; their ticket has to do.
 * @param allowed undefined: any page
 */
export function isAllowed(origin: string | undefined, allowed: string[] | undefined): boolean {
  return origin === undefined || allowed === undefined || allowed.includes('*') || allowed.includes(origin);
}
