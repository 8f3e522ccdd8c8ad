/** The date of a time that is given, epoch milliseconds; the only one that the engine makes. */
export function dateOf(time: number): Date {
  // The rule keeps the present time out, which no caller can ask for here.
  // oxlint-disable-next-line no-restricted-globals
  return new Date(time);
}
