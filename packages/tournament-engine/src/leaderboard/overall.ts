import type { BoardRow } from './leaderboard.js';
import type { Workout } from './workout.js';

/** Best first, with their ranks. @param lowest a smaller score is better */
export function rankRows(rows: readonly BoardRow[], lowest: boolean, workouts: readonly Workout[]): BoardRow[] {
  const counted = new Map(rows.map((row) => [row, placeCounts(row, rows.length)]));
  const compare = (a: BoardRow, b: BoardRow): number => {
    if (a.withdrawn !== b.withdrawn) return Number(a.withdrawn) - Number(b.withdrawn);
    const points = Math.abs(a.points - b.points) < 1e-9 ? 0 : a.points - b.points;
    if (points !== 0) return lowest ? points : -points;
    return countBack(counted.get(a) ?? [], counted.get(b) ?? []);
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
  const end = sorted.findIndex((row, index) => index > from && compare(sorted[from] ?? row, row) !== 0);
  return sorted.slice(from, end === -1 ? sorted.length : end);
}

/** How often an entrant had each place, from the first. */
function placeCounts({ results }: BoardRow, size: number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const { place } of results) if (place !== null) counts[place - 1] = (counts[place - 1] ?? 0) + 1;
  return counts;
}

function countBack(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((count, place) => count !== b[place]);
  return index === -1 ? 0 : (b[index] ?? 0) - (a[index] ?? 0);
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
