/** More changes than this is another word, not a slip. */
const MAX_DISTANCE = 3;

/** ` Did you mean x?`, or nothing when no known word is near. */
export function suggest(word: string, known: Iterable<string>): string {
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const near = candidate.startsWith(word) || candidate.includes(`-${word}`) ? 1 : editDistance(word, candidate);
    if (near <= MAX_DISTANCE && (best === undefined || near < best.distance))
      best = { word: candidate, distance: near };
  }
  return best === undefined ? '' : ` Did you mean ${best.word}?`;
}

/** Levenshtein's distance, row by row. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
