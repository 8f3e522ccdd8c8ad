import type { AugmentingSearch } from './augmenting-search.js';
import type { Blossoms } from './blossoms.js';
import { Nests } from './nests.js';
import type { MatchingProblem, PerfectMatching } from './perfect-matching.js';
import type { Edge } from './sparse-graph.js';

/** Edges of the complete graph that the search may use, each once. Indexes are vertices wherever `!` is used. */
export class EdgeSet {
  readonly all: Edge[] = [];
  private readonly known = new Set<number>();
  private readonly vertices: number;

  constructor(vertices: number) {
    this.vertices = vertices;
  }

  /** @returns whether the edge is new */
  add(a: number, b: number, cost: number): boolean {
    const key = Math.min(a, b) * this.vertices + Math.max(a, b);
    if (this.known.has(key)) return false;
    this.known.add(key);
    this.all.push({ a, b, cost });
    return true;
  }
}

/** The few smallest of the values offered; of equal ones those offered first. */
class Smallest {
  private readonly values: Float64Array;
  private readonly items: Int32Array;
  private count = 0;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity).fill(Infinity);
    this.items = new Int32Array(capacity);
  }

  clear(): void {
    this.count = 0;
    this.values.fill(Infinity);
  }

  /** A value has to be below this one to be taken. */
  get limit(): number {
    return this.values[this.values.length - 1]!;
  }

  offer(value: number, item: number): void {
    let index = Math.min(this.count, this.values.length - 1);
    while (index > 0 && this.values[index - 1]! > value) {
      this.values[index] = this.values[index - 1]!;
      this.items[index] = this.items[index - 1]!;
      index -= 1;
    }
    this.values[index] = value;
    this.items[index] = item;
    this.count = Math.min(this.count + 1, this.values.length);
  }

  taken(): Int32Array {
    return this.items.subarray(0, this.count);
  }
}

/** The `neighbours` cheapest edges of every vertex. */
export function cheapestEdges(problem: MatchingProblem, neighbours: number, edges: EdgeSet): void {
  const { vertices } = problem;
  const row = new Float64Array(vertices);
  const best = new Smallest(neighbours);
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    problem.costs(vertex, row);
    row[vertex] = Infinity;
    best.clear();
    for (let other = 0; other < vertices; other += 1) if (row[other]! < best.limit) best.offer(row[other]!, other);
    for (const other of best.taken()) edges.add(vertex, other, row[other]!);
  }
}

/** New edges that a vertex gets at most in one turn. */
const perTurn = 4;

/** Adds edges of negative slack, the worst of each vertex. */
export function violatedEdges(problem: MatchingProblem, result: PerfectMatching, edges: EdgeSet): void {
  const { vertices } = problem;
  const { dual } = result;
  const row = new Float64Array(vertices);
  const worst = new Smallest(perTurn);
  const nests = new Nests(result);
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    problem.costs(vertex, row);
    worst.clear();
    const own = dual[vertex]!;
    const shared = nests.sharedWith(vertex);
    for (let other = vertex + 1; other < vertices; other += 1) {
      const slack = row[other]! - own - dual[other]! + shared[nests.nest[other]!]!;
      if (slack < 0 && slack < worst.limit) worst.offer(slack, other);
    }
    for (const other of worst.taken()) edges.add(vertex, other, row[other]!);
  }
}

/**
 * After a search in vain: edges that lead on from its tree. When the complete graph has none, the odd vertices of the
 * tree are fewer than the odd components that remain without them: there is no perfect matching (Tutte).
 * @param done vertices that other searches of this turn have led on from; they are left out, and get the new ones
 * @returns false in that case
 */
export function wayOutEdges(
  problem: MatchingProblem,
  search: AugmentingSearch,
  blossoms: Blossoms,
  edges: EdgeSet,
  done: Uint8Array,
): boolean {
  const { vertices } = problem;
  const row = new Float64Array(vertices);
  const best = new Smallest(perTurn);
  let found = false;
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    if (search.roleOf(vertex) !== 1) continue;
    if (done[vertex] === 1) {
      found = true;
      continue;
    }
    done[vertex] = 1;
    problem.costs(vertex, row);
    row[vertex] = Infinity;
    best.clear();
    for (let other = 0; other < vertices; other += 1) {
      if (row[other]! >= best.limit || search.roleOf(other) === 2) continue;
      if (blossoms.top[other] !== blossoms.top[vertex]) best.offer(row[other]!, other);
    }
    for (const other of best.taken()) {
      edges.add(vertex, other, row[other]!);
      found = true;
    }
  }
  return found;
}
