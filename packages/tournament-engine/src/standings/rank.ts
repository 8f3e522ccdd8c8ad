import { direction, type Judge } from './criteria.js';
import { isTiedCriterion, type Criterion } from './rules.js';
import type { Tally } from './tally.js';

/** An entrant in the order that was found, and what put them before the next one. */
export interface Ranked {
  tally: Tally;
  /** By place in the chain; null for a criterion that did not have to be looked at, or did not apply. */
  values: (number | null)[];
  /** What separates this one from the next; null when they share a rank, and for the last one. */
  cut: { criterion: Criterion | 'lot'; values: [number, number] } | null;
}

/** Values that differ by less are the result of rounding. */
const epsilon = 1e-9;

/**
 * Sorts by a chain of criteria, class by class. Head-to-head criteria that follow each other form a block: all of them
 * look at the games among those who were tied before the block, and when it has separated some of them, it is applied
 * again to those who are still tied, until it separates nobody.
 */
export function rank(tallies: readonly Tally[], chain: readonly Criterion[], judge: Judge): Ranked[] {
  const all = tallies.map((tally): Ranked => ({
    tally,
    values: chain.map((criterion) => (isTiedCriterion(criterion) ? null : judge.overall(criterion, tally))),
    cut: null,
  }));

  /** Parts that nothing separates any more, in order; a stack instead of recursion, as each restart of a block is a level. */
  const ranked: Ranked[] = [];
  const open: (Part & { index: number })[] = [{ items: all, end: null, index: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { items, end, index } = next;
    const criterion = chain[index];
    const last = items.at(-1);
    if (criterion === undefined || last === undefined || items.length < 2) {
      if (last !== undefined && end !== null) last.cut = end;
      for (const item of items) ranked.push(item);
      continue;
    }
    const { parts, after } = isTiedCriterion(criterion)
      ? block(index, items)
      : { parts: split(items, criterion, (item) => item.values[index] ?? 0), after: index + 1 };
    const lowest = parts.at(-1);
    if (lowest !== undefined) lowest.end = end;
    for (const part of parts.toReversed()) open.push({ ...part, index: after });
  }
  return ranked;

  /** @returns what the block separates, and with which criterion each part goes on */
  function block(start: number, items: Ranked[]): { parts: Part[]; after: number } {
    let end = start;
    let parts: Part[] = [{ items, end: null }];
    for (let criterion = chain[end]; criterion !== undefined && isTiedCriterion(criterion); criterion = chain[end]) {
      const found = judge.among(
        criterion,
        items.map(({ tally }) => tally),
      );
      const values = new Map(items.map((item, index) => [item, found[index] ?? null]));
      const at = end;
      parts = parts.flatMap((part) => {
        if (part.items.length > 1) for (const item of part.items) item.values[at] = values.get(item) ?? null;
        const inner = split(part.items, criterion, (item) => values.get(item) ?? 0);
        const last = inner.at(-1);
        if (last !== undefined) last.end = part.end;
        return inner;
      });
      end += 1;
    }
    return { parts, after: parts.length > 1 ? start : end };
  }
}

/** Neighbours with the same value, and what separates them from the part after them. */
interface Part {
  items: Ranked[];
  end: Ranked['cut'];
}

function split(items: readonly Ranked[], criterion: Criterion | 'lot', value: (item: Ranked) => number): Part[] {
  const sign = direction(criterion);
  const sorted = items.toSorted((a, b) => sign * (value(a) - value(b)));
  const parts: Part[] = [];
  for (const item of sorted) {
    const last = parts.at(-1);
    const before = last?.items[0];
    if (last === undefined || before === undefined) {
      parts.push({ items: [item], end: null });
    } else if (Math.abs(value(before) - value(item)) < epsilon) {
      last.items.push(item);
    } else {
      last.end = { criterion, values: [value(before), value(item)] };
      parts.push({ items: [item], end: null });
    }
  }
  return parts;
}

/** Sorts each part by itself; the last of a part keeps what separates it from the next part. */
function join(parts: readonly Part[], sort: (items: Ranked[]) => Ranked[]): Ranked[] {
  return parts.flatMap(({ items, end }) => {
    const sorted = sort(items);
    const last = sorted.at(-1);
    if (last !== undefined && end !== null) last.cut = end;
    return sorted;
  });
}

/** Breaks what is still tied by lots. `lot` gives each entrant a number, the lower one comes first. */
export function drawLots(ranked: readonly Ranked[], lot: (tally: Tally) => number): Ranked[] {
  const classes: Part[] = [{ items: [], end: null }];
  for (const item of ranked) {
    const part = classes.at(-1);
    if (part === undefined) break;
    part.items.push(item);
    if (item.cut === null) continue;
    part.end = item.cut;
    item.cut = null;
    classes.push({ items: [], end: null });
  }
  return join(classes, (items) =>
    join(
      split(items, 'lot', ({ tally }) => lot(tally)),
      (part) => part,
    ),
  );
}
