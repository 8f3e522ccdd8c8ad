/** An edge of the graph and what it costs. */
export interface Edge {
  a: number;
  b: number;
  cost: number;
}

/**
 * Edges by vertex: those of vertex v are `from[v]` to `from[v + 1] - 1` of `to`, `cost` and `reverse` (the same edge
 * seen from its other end).
 */
export interface SparseGraph {
  vertices: number;
  from: Int32Array;
  to: Int32Array;
  cost: Float64Array;
  reverse: Int32Array;
}

export function sparseGraph(vertices: number, edges: readonly Edge[]): SparseGraph {
  const from = new Int32Array(vertices + 1);
  for (const { a, b } of edges) {
    from[a + 1]! += 1;
    from[b + 1]! += 1;
  }
  for (let vertex = 0; vertex < vertices; vertex += 1) from[vertex + 1]! += from[vertex]!;
  const next = from.slice();
  const to = new Int32Array(2 * edges.length);
  const cost = new Float64Array(2 * edges.length);
  const reverse = new Int32Array(2 * edges.length);
  for (const edge of edges) {
    const [atA, atB] = [next[edge.a]!, next[edge.b]!];
    next[edge.a] = atA + 1;
    next[edge.b] = atB + 1;
    [to[atA], to[atB]] = [edge.b, edge.a];
    [cost[atA], cost[atB]] = [edge.cost, edge.cost];
    [reverse[atA], reverse[atB]] = [atB, atA];
  }
  return { vertices, from, to, cost, reverse };
}
