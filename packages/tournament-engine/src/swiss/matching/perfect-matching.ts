import { AugmentingSearch } from './augmenting-search.js';
import { Blossoms } from './blossoms.js';
import { cheapestEdges, EdgeSet, violatedEdges, wayOutEdges } from './edge-choice.js';
import { sparseGraph, type SparseGraph } from './sparse-graph.js';

/** A complete graph with costs; those that are Infinity are no edges. */
export interface MatchingProblem {
  /** Even. */
  vertices: number;
  /**
   * Writes the cost of {vertex, i} to `row[i]` for every i other than `vertex`: an integer, or Infinity. Symmetric;
   * sums of a few costs must be safe integers.
   */
  costs(vertex: number, row: Float64Array): void;
}

/**
 * Matching of all vertices with the least sum of costs, and the proof of it: cost(a, b) >= dual[a] + dual[b] - weights of
 * the blossoms that hold both, with equality for the pairs of the matching; a blossom of weight > 0 has one vertex
 * matched outside of it.
 */
export interface PerfectMatching {
  mate: Int32Array;
  dual: Float64Array;
  /** Enclosing blossom of each vertex and blossom, -1 at the outermost; vertices come first. */
  parent: Int32Array;
  weight: Float64Array;
}

/**
 * Exact minimum-cost perfect matching: Edmonds' algorithm on the cheapest edges of each vertex, then every edge left out
 * is held against the duals; those that would lower the cost are let in, until there is none.
 * O(vertices^2) in time for each of these turns besides the search, O(vertices * neighbours) in memory.
 * @param neighbours edges of each vertex to begin with; changes the time, and which of several equally cheap matchings
 * @returns null when there is no perfect matching at all
 */
export function perfectMatching(problem: MatchingProblem, neighbours = 12): PerfectMatching | null {
  const { vertices } = problem;
  const edges = new EdgeSet(vertices);
  cheapestEdges(problem, neighbours, edges);
  let mate: Int32Array = new Int32Array(vertices).fill(-1);
  const dual = new Float64Array(vertices).fill(Infinity);
  for (const { a, b, cost } of edges.all) {
    dual[a] = Math.min(dual[a]!, cost / 2);
    dual[b] = Math.min(dual[b]!, cost / 2);
  }
  for (let vertex = 0; vertex < vertices; vertex += 1) if (dual[vertex] === Infinity) return null;
  for (;;) {
    const graph = sparseGraph(vertices, edges.all);
    const blossoms = new Blossoms(vertices);
    keepTight(graph, dual, mate, blossoms.mate);
    matchGreedily(graph, dual, blossoms.mate);
    const search = new AugmentingSearch(graph, blossoms, dual);
    const before = edges.all.length;
    const done = new Uint8Array(vertices);
    let complete = true;
    for (let vertex = 0; vertex < vertices; vertex += 1) {
      if (blossoms.mate[vertex] !== -1 || search.run(vertex)) continue;
      complete = false;
      if (!wayOutEdges(problem, search, blossoms, edges, done)) return null;
      search.leave();
    }
    if (complete) {
      const result = { mate: blossoms.mate, dual, parent: blossoms.parent, weight: search.weight };
      violatedEdges(problem, result, edges);
      if (edges.all.length === before) return result;
    }
    mate = blossoms.mate;
    openBlossoms(blossoms, search.weight, dual);
    for (const { a, b, cost } of edges.all.slice(before)) dual[a]! += Math.min(0, cost - dual[a]! - dual[b]!);
  }
}

/** Half the weight of each blossom goes to its vertices: no slack gets smaller, those inside stay the same. */
function openBlossoms(blossoms: Blossoms, weight: Float64Array, dual: Float64Array): void {
  for (let vertex = 0; vertex < dual.length; vertex += 1) {
    for (let node = blossoms.parent[vertex]!; node !== -1; node = blossoms.parent[node]!) {
      dual[vertex]! -= weight[node]! / 2;
    }
  }
}

/** Takes over the pairs whose edge is still tight. */
function keepTight(graph: SparseGraph, dual: Float64Array, from: Int32Array, into: Int32Array): void {
  for (let vertex = 0; vertex < graph.vertices; vertex += 1) {
    for (let edge = graph.from[vertex]!; edge < graph.from[vertex + 1]!; edge += 1) {
      const other = graph.to[edge]!;
      if (from[vertex] === other && graph.cost[edge] === dual[vertex]! + dual[other]!) into[vertex] = other;
    }
  }
}

/** Raises the dual of each unmatched vertex as far as it goes, and matches it along an edge that became tight. */
function matchGreedily(graph: SparseGraph, dual: Float64Array, mate: Int32Array): void {
  for (let vertex = 0; vertex < graph.vertices; vertex += 1) {
    if (mate[vertex] !== -1) continue;
    let least = Infinity;
    let partner = -1;
    for (let edge = graph.from[vertex]!; edge < graph.from[vertex + 1]!; edge += 1) {
      const other = graph.to[edge]!;
      const slack = graph.cost[edge]! - dual[vertex]! - dual[other]!;
      if (slack > least || (slack === least && partner !== -1)) continue;
      least = slack;
      partner = mate[other] === -1 ? other : -1;
    }
    dual[vertex]! += least;
    if (partner === -1) continue;
    mate[vertex] = partner;
    mate[partner] = vertex;
  }
}
