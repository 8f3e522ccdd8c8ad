/** 2^4 entries in an array of the tree. */
const bits = 4;
const width = 2 ** bits;
const mask = width - 1;

type Branch<T> = readonly (T | Branch<T>)[];

/**
 * A list of which every change makes a new list that shares all but a path of arrays with the old one: a wide tree with
 * the items in its leaves. Reading, replacing, appending and removing the last cost O(log size), and both lists stay
 * valid. Plain JSON.
 */
export interface Vector<T> {
  readonly size: number;
  /** Levels above the leaves. */
  readonly depth: number;
  readonly root: Branch<T>;
}

export const emptyVector: Vector<never> = { size: 0, depth: 0, root: [] };

/** O(items). */
export function vectorOf<T>(items: readonly T[]): Vector<T> {
  let level: Branch<T> = items;
  let depth = 0;
  while (level.length > width) {
    const parents: Branch<T>[] = [];
    for (let start = 0; start < level.length; start += width) parents.push(level.slice(start, start + width));
    level = parents;
    depth++;
  }
  return { size: items.length, depth, root: depth === 0 ? [...level] : level };
}

/** @throws RangeError when there is no such item */
export function getAt<T>({ size, depth, root }: Vector<T>, index: number): T {
  if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`there is no item ${index}`);
  let branch = root;
  for (let level = depth; level > 0; level--) branch = branch[(index >> (level * bits)) & mask] as Branch<T>;
  // The shape of the tree says which entries are items.
  return branch[index & mask] as T;
}

/** Replaces an item, or appends one when `index` is the size. @throws RangeError for any other index */
export function setAt<T>(vector: Vector<T>, index: number, item: T): Vector<T> {
  const { size, depth, root } = vector;
  if (!Number.isInteger(index) || index < 0 || index > size) throw new RangeError(`there is no item ${index}`);
  if (index < size) return { size, depth, root: replaced(root, depth, index, item) };
  const full = size === width ** (depth + 1);
  if (!full) return { size: size + 1, depth, root: replaced(root, depth, index, item) };
  return { size: size + 1, depth: depth + 1, root: [root, replaced([], depth, index, item)] };
}

function replaced<T>(branch: Branch<T>, level: number, index: number, item: T): Branch<T> {
  const copy = branch.slice();
  const at = (index >> (level * bits)) & mask;
  copy[at] = level === 0 ? item : replaced((branch[at] ?? []) as Branch<T>, level - 1, index, item);
  return copy;
}

/** The list without its last item. @throws RangeError when it is empty */
export function withoutLast<T>(vector: Vector<T>): Vector<T> {
  const { size, depth, root } = vector;
  if (size === 0) throw new RangeError('there is no last item');
  const smaller = shortened(root, depth, size - 1);
  // One child is left in the root: the tree loses a level, so that equal lists have equal trees.
  if (depth > 0 && size - 1 === width ** depth)
    return { size: size - 1, depth: depth - 1, root: smaller[0] as Branch<T> };
  return { size: size - 1, depth, root: smaller };
}

function shortened<T>(branch: Branch<T>, level: number, index: number): Branch<T> {
  const at = (index >> (level * bits)) & mask;
  const kept = branch.slice(0, at);
  if (level === 0) return kept;
  const child = shortened(branch[at] as Branch<T>, level - 1, index);
  return child.length === 0 ? kept : [...kept, child];
}

/** The items from `start` on, in order; without `end` to the last. */
export function* itemsOf<T>(vector: Vector<T>, start = 0, end = vector.size): Generator<T> {
  for (let index = Math.max(0, start); index < Math.min(end, vector.size);) {
    let branch = vector.root;
    for (let level = vector.depth; level > 0; level--) branch = branch[(index >> (level * bits)) & mask] as Branch<T>;
    const stop = Math.min((index | mask) + 1, end, vector.size);
    for (; index < stop; index++) yield branch[index & mask] as T;
  }
}
