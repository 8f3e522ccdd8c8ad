import type { BoardRow } from './leaderboard.js';
import type { Workout } from './workout.js';

/** Best first, with their ranks. @param lowest a smaller score is better */
export function rankRows(rows: readonly BoardRow[], lowest: boolean, workouts: readonly Workout[]): BoardRow[] {
  const places = new Map(rows.map((row) => [row, placesOf(row)]));
  const compare = (a: BoardRow, b: BoardRow): number => {
    if (a.withdrawn !== b.withdrawn) return Number(a.withdrawn) - Number(b.withdrawn);
    const points = Math.abs(a.points - b.points) < 1e-9 ? 0 : a.points - b.points;
    if (points !== 0) return lowest ? points : -points;
    return countBack(places.get(a) ?? [], places.get(b) ?? []);
  };
  const sorted = rows.toSorted(compare);
  const result: BoardRow[] = [];
  for (let from = 0; from < sorted.length;) {
    const tied = tiedFrom(sorted, from, compare);
    for (const group of splitByTieBreak(tied, workouts)) {
      const rank = result.length + 1;
      for (const row of group) result.push({ ...row, rank });
    }
    from += tied.length;
  }
  return result;
}

function tiedFrom(
  sorted: readonly BoardRow[],
  from: number,
  compare: (a: BoardRow, b: BoardRow) => number,
): BoardRow[] {
  let end = from + 1;
  for (let next = sorted[end]; next !== undefined && compare(sorted[from] ?? next, next) === 0; next = sorted[end])
    end += 1;
  return sorted.slice(from, end);
}

/** The places of an entrant, the best first. */
function placesOf({ results }: BoardRow): number[] {
  return results.flatMap(({ place }) => place ?? []).sort((a, b) => a - b);
}

/** More first places, then more second ones, ...: the better place where the two lists first differ, or one more. */
function countBack(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((place, at) => place !== b[at]);
  if (index === -1 || index >= b.length) return b.length - a.length;
  return (a[index] ?? 0) - (b[index] ?? 0);
}

/** Splits those who are tied by the tie-break of the first workout in which all of them have one. */
function splitByTieBreak(tied: readonly BoardRow[], workouts: readonly Workout[]): BoardRow[][] {
  for (const [index, workout] of workouts.entries()) {
    const value = (row: BoardRow): number | undefined => row.results[index]?.performance?.tieBreak;
    const sign = workout.higherTieBreak === true ? -1 : 1;
    if (tied.length < 2 || tied.some((row) => value(row) === undefined)) continue;
    const groups = new Map<number, BoardRow[]>();
    for (const row of tied) groups.set(value(row) ?? 0, [...(groups.get(value(row) ?? 0) ?? []), row]);
    if (groups.size === 1) continue;
    return [...groups].sort(([a], [b]) => sign * (a - b)).flatMap(([, rows]) => splitByTieBreak(rows, workouts));
  }
  return [[...tied]];
}
