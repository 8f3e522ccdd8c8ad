import type { Blossoms, Link } from './blossoms.js';
import { EventHeap } from './event-heap.js';
import type { SparseGraph } from './sparse-graph.js';

/** Role of an outermost node in the search tree: at even distance from the root, at odd distance, not in it. */
const [free, even, odd] = [0, 1, 2];

/**
 * Edmonds' search for the cheapest way to match one more vertex: primal-dual, one tree, blossoms, events in a heap
 * (J. Edmonds 1965; the dual bookkeeping follows Z. Galil, "Efficient algorithms for finding maximum matching in
 * graphs", ACM Computing Surveys 18, 1986).
 *
 * Invariants outside a search: slack(a, b) = cost - dual[a] - dual[b] + weights of the blossoms that hold both >= 0 for
 * every edge, and = 0 for matched edges and for the links of blossoms; weights of blossoms >= 0. While every cost is an
 * integer, duals are multiples of 1/2 and weights are integers.
 * During a search, the value of `dual` at a vertex of the tree is relative to the clock `now`, and so is `weight` of
 * outermost blossoms in it.
 * Indexes are vertices, nodes and edges that exist wherever `!` is used.
 */
export class AugmentingSearch {
  readonly dual: Float64Array;
  readonly weight: Float64Array;
  private readonly graph: SparseGraph;
  private readonly blossoms: Blossoms;
  private readonly role: Uint8Array;
  /** How an odd node was reached: the edge from an even vertex (x) to a vertex inside (y). */
  private readonly entry: (Link | undefined)[] = [];
  private readonly heap = new EventHeap();
  /** Every node that has had a role in this search. */
  private tree: number[] = [];
  private now = 0;

  constructor(graph: SparseGraph, blossoms: Blossoms, dual: Float64Array) {
    this.graph = graph;
    this.blossoms = blossoms;
    this.dual = dual;
    this.weight = new Float64Array(2 * graph.vertices);
    this.role = new Uint8Array(2 * graph.vertices);
  }

  /** Matches `root`, which has no mate. @returns false, with the tree left standing, when the graph has no way */
  run(root: number): boolean {
    this.now = 0;
    this.heap.clear();
    this.tree = [];
    this.join(this.blossoms.top[root]!, even);
    while (this.heap.size > 0) {
      this.now = this.heap.nextTime;
      const event = this.heap.pop();
      if (event < 0) {
        this.expandIfDue(-event - 1);
      } else if (this.follow(event)) {
        this.leave();
        return true;
      }
    }
    return false;
  }

  /** After `run` returned false: 1 even, 2 odd, 0 outside of the tree. */
  roleOf(vertex: number): number {
    return this.role[this.blossoms.top[vertex]!]!;
  }

  /** Gives a node its role and its vertices the clock. */
  private join(node: number, role: number): void {
    this.role[node] = role;
    this.tree.push(node);
    const sign = role === even ? -1 : 1;
    this.blossoms.forEachVertex(node, (vertex) => (this.dual[vertex]! += sign * this.now));
    if (this.blossoms.isBlossom(node)) {
      this.weight[node]! += 2 * sign * this.now;
      if (role === odd) this.heap.push(this.weight[node]! / 2, -node - 1);
    }
    if (role === even) this.blossoms.forEachVertex(node, (vertex) => this.scan(vertex));
  }

  /** Takes the clock out of a node: its dual and weight are true values again. */
  private settle(node: number): void {
    const sign = this.role[node] === even ? 1 : this.role[node] === odd ? -1 : 0;
    this.role[node] = free;
    if (sign === 0) return;
    this.blossoms.forEachVertex(node, (vertex) => (this.dual[vertex]! += sign * this.now));
    if (this.blossoms.isBlossom(node)) this.weight[node]! += 2 * sign * this.now;
  }

  /** Ends a search in vain: duals and weights are true values again. */
  leave(): void {
    for (const node of this.tree) if (this.blossoms.parent[node] === -1) this.settle(node);
  }

  private trueDual(vertex: number): number {
    const role = this.role[this.blossoms.top[vertex]!];
    const clock = role === even ? this.now : role === odd ? -this.now : 0;
    return this.dual[vertex]! + clock;
  }

  private scan(vertex: number): void {
    const { from, to } = this.graph;
    const node = this.blossoms.top[vertex]!;
    for (let edge = from[vertex]!; edge < from[vertex + 1]!; edge += 1) {
      const other = this.blossoms.top[to[edge]!]!;
      if (other !== node && this.role[other] !== odd) this.schedule(vertex, edge);
    }
  }

  /** The edge of an even vertex becomes tight when its slack is used up: by one end, or by both. */
  private schedule(vertex: number, edge: number): void {
    const other = this.graph.to[edge]!;
    const slack = this.graph.cost[edge]! - this.trueDual(vertex) - this.trueDual(other);
    const speed = this.role[this.blossoms.top[other]!] === even ? 2 : 1;
    this.heap.push(this.now + slack / speed, edge);
  }

  /** Looks at an edge that was to become tight now. @returns whether it completed an augmenting path */
  private follow(edge: number): boolean {
    const y = this.graph.to[edge]!;
    const x = this.graph.to[this.graph.reverse[edge]!]!;
    const { top, base, mate } = this.blossoms;
    const node = top[y]!;
    if (top[x] === node || this.role[node] === odd) return false;
    if (this.graph.cost[edge]! - this.trueDual(x) - this.trueDual(y) > 0) {
      this.schedule(x, edge);
      return false;
    }
    if (this.role[node] === even) {
      this.shrink(x, y);
      return false;
    }
    const partner = mate[base[node]!]!;
    if (partner === -1) {
      this.augment(x, y);
      return true;
    }
    this.entry[node] = { x, y };
    this.join(node, odd);
    this.join(top[partner]!, even);
    return false;
  }

  /** Nodes from an even node up to the root, with the links between them. */
  private pathToRoot(node: number): { path: number[]; links: Link[] } {
    const { top, base, mate } = this.blossoms;
    const path = [node];
    const links: Link[] = [];
    for (let at = node; mate[base[at]!] !== -1;) {
      const x = base[at]!;
      const y = mate[x]!;
      const between = top[y]!;
      const entry = this.entry[between]!;
      at = top[entry.x]!;
      links.push({ x, y }, { x: entry.y, y: entry.x });
      path.push(between, at);
    }
    return { path, links };
  }

  /** A tight edge between two even nodes closes an odd cycle. */
  private shrink(x: number, y: number): void {
    const left = this.pathToRoot(this.blossoms.top[x]!);
    const right = this.pathToRoot(this.blossoms.top[y]!);
    while (left.path.at(-2) !== undefined && left.path.at(-2) === right.path.at(-2)) {
      left.path.pop();
      left.links.pop();
      right.path.pop();
      right.links.pop();
    }
    const children = [...left.path.toReversed(), ...right.path.slice(0, -1)];
    const links = [...left.links.toReversed().map((link) => ({ x: link.y, y: link.x })), { x, y }, ...right.links];
    const wereOdd = children.filter((child) => this.role[child] === odd);
    for (const child of children) {
      const sign = this.role[child] === even ? 2 : -2;
      if (this.blossoms.isBlossom(child)) this.weight[child]! += sign * this.now;
      this.role[child] = free;
    }
    const blossom = this.blossoms.contract(children, links);
    this.role[blossom] = even;
    this.weight[blossom] = -2 * this.now;
    this.tree.push(blossom);
    for (const child of wereOdd) {
      this.blossoms.forEachVertex(child, (vertex) => (this.dual[vertex]! -= 2 * this.now));
    }
    for (const child of wereOdd) this.blossoms.forEachVertex(child, (vertex) => this.scan(vertex));
  }

  /** An odd blossom whose weight is used up falls apart; its part of the path to the root stays in the tree. */
  private expandIfDue(blossom: number): void {
    const due = this.role[blossom] === odd && this.blossoms.parent[blossom] === -1;
    const entry = this.entry[blossom];
    if (!due || entry === undefined || this.weight[blossom]! > 2 * this.now) return;
    const children = this.blossoms.childrenOf(blossom);
    const { path, links } = this.blossoms.evenPath(blossom, entry.y);
    this.settle(blossom);
    this.blossoms.dissolve(blossom);
    for (const [step, node] of path.entries()) {
      if (step % 2 === 1) continue;
      this.entry[node] = step === 0 ? entry : links[step - 1]!;
      this.join(node, odd);
    }
    for (const [step, node] of path.entries()) if (step % 2 === 1) this.join(node, even);
    for (const child of children) {
      if (this.role[child] === free) this.blossoms.forEachVertex(child, (vertex) => this.offer(vertex));
    }
  }

  /** A vertex has left the tree: edges to it from even vertices count again. */
  private offer(vertex: number): void {
    const { from, to, reverse } = this.graph;
    for (let edge = from[vertex]!; edge < from[vertex + 1]!; edge += 1) {
      const other = to[edge]!;
      if (this.role[this.blossoms.top[other]!] === even) this.schedule(other, reverse[edge]!);
    }
  }

  /** Matches x to y, whose node has no mate, and every second edge up to the root. */
  private augment(x: number, y: number): void {
    const { top, base, mate } = this.blossoms;
    this.blossoms.rebase(top[y]!, y);
    mate[y] = x;
    for (let [inner, outer] = [x, y]; ;) {
      const node = top[inner]!;
      const before = mate[base[node]!]!;
      this.blossoms.rebase(node, inner);
      mate[inner] = outer;
      if (before === -1) return;
      const above = top[before]!;
      const entry = this.entry[above]!;
      this.blossoms.rebase(above, entry.y);
      mate[entry.y] = entry.x;
      [inner, outer] = [entry.x, entry.y];
    }
  }
}
