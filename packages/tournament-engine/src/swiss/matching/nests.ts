import type { PerfectMatching } from './perfect-matching.js';

/**
 * The blossoms of weight > 0 around each vertex, to find in one pass what each vertex shares with a given one.
 * Nest 0 stands for no blossom. Indexes are nests wherever `!` is used.
 */
export class Nests {
  /** The innermost nest of each vertex. */
  readonly nest: Int32Array;
  /** Outer nests come before inner ones. */
  private readonly outer: number[] = [0];
  /** Weight of a nest and of all around it. */
  private readonly total: number[] = [0];
  private readonly shared: Float64Array;

  constructor({ dual, parent, weight }: PerfectMatching) {
    const known = new Map<number, number>([[-1, 0]]);
    const nestOf = (start: number): number => {
      const path: number[] = [];
      let node = start;
      for (; !known.has(node); node = parent[node]!) path.push(node);
      let nest = known.get(node)!;
      for (const inner of path.toReversed()) {
        if (weight[inner]! > 0) {
          this.outer.push(nest);
          this.total.push(this.total[nest]! + weight[inner]!);
          nest = this.total.length - 1;
        }
        known.set(inner, nest);
      }
      return nest;
    };
    this.nest = Int32Array.from(dual, (_value, vertex) => nestOf(parent[vertex]!));
    this.shared = new Float64Array(this.total.length);
  }

  /** By nest: the weights of the blossoms that hold both the vertex and the nest. Valid until the next call. */
  sharedWith(vertex: number): Float64Array {
    const { outer, total, shared } = this;
    shared.fill(-1);
    for (let nest = this.nest[vertex]!; nest !== 0; nest = outer[nest]!) shared[nest] = total[nest]!;
    shared[0] = 0;
    for (let nest = 1; nest < shared.length; nest += 1) if (shared[nest] === -1) shared[nest] = shared[outer[nest]!]!;
    return shared;
  }
}
