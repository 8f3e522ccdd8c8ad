/** An edge between two neighbours on the cycle of a blossom: `x` lies in the earlier one, `y` in the later one. */
export interface Link {
  x: number;
  y: number;
}

const none = -1;

/**
 * Nested odd cycles of a matching. Numbers below `vertices` are the vertices themselves, the others are blossoms.
 * Invariants: the children of a blossom form a cycle, `links[i]` joins child i to child i + 1; child 0 holds the base,
 * the children 1-2, 3-4, ... are matched with each other by their links.
 * Indexes are nodes that exist wherever `!` is used.
 */
export class Blossoms {
  readonly mate: Int32Array;
  /** Outermost blossom of each vertex. */
  readonly top: Int32Array;
  readonly parent: Int32Array;
  /** The vertex of a node that is matched outside of it, or not at all. */
  readonly base: Int32Array;
  private readonly children: number[][] = [];
  private readonly links: Link[][] = [];
  private readonly unused: number[] = [];
  private readonly vertices: number;

  constructor(vertices: number) {
    this.vertices = vertices;
    this.mate = new Int32Array(vertices).fill(none);
    this.top = Int32Array.from({ length: vertices }, (_item, vertex) => vertex);
    this.base = Int32Array.from({ length: 2 * vertices }, (_item, node) => node);
    this.parent = new Int32Array(2 * vertices).fill(none);
    for (let node = 2 * vertices - 1; node >= vertices; node -= 1) this.unused.push(node);
  }

  isBlossom(node: number): boolean {
    return node >= this.vertices;
  }

  childrenOf(blossom: number): readonly number[] {
    return this.children[blossom]!;
  }

  /** Calls `visit` for every vertex inside a node. */
  forEachVertex(node: number, visit: (vertex: number) => void): void {
    if (!this.isBlossom(node)) {
      visit(node);
      return;
    }
    for (const child of this.children[node]!) this.forEachVertex(child, visit);
  }

  /** Shrinks a cycle of outermost nodes. @returns the new blossom */
  contract(children: number[], links: Link[]): number {
    const blossom = this.unused.pop();
    if (blossom === undefined) throw new RangeError('a graph has fewer blossoms than vertices');
    this.children[blossom] = children;
    this.links[blossom] = links;
    this.base[blossom] = this.base[children[0]!]!;
    for (const child of children) this.parent[child] = blossom;
    this.forEachVertex(blossom, (vertex) => (this.top[vertex] = blossom));
    return blossom;
  }

  /** Takes an outermost blossom apart: its children become outermost. Its number may be used again afterwards. */
  dissolve(blossom: number): void {
    for (const child of this.children[blossom]!) {
      this.parent[child] = none;
      this.forEachVertex(child, (vertex) => (this.top[vertex] = child));
    }
    this.children[blossom] = [];
    this.links[blossom] = [];
    this.unused.push(blossom);
  }

  /**
   * The children from the one that holds `vertex` to the base, along matched edge, unmatched edge, matched edge, ...:
   * an even number of steps. `links[i]` leads from `path[i]` (its x) to `path[i + 1]` (its y).
   */
  evenPath(blossom: number, vertex: number): { path: number[]; links: Link[] } {
    const children = this.children[blossom]!;
    const cycle = this.links[blossom]!;
    let index = children.indexOf(this.childWith(blossom, vertex));
    const path = [children[index]!];
    const links: Link[] = [];
    const forward = index % 2 === 1;
    while (index !== 0) {
      const { x, y } = forward ? cycle[index]! : cycle[index - 1]!;
      links.push(forward ? { x, y } : { x: y, y: x });
      index = forward ? (index + 1) % children.length : index - 1;
      path.push(children[index]!);
    }
    return { path, links };
  }

  /** Matches the inside of a node anew, so that `vertex` becomes its base. */
  rebase(node: number, vertex: number): void {
    if (!this.isBlossom(node) || this.base[node] === vertex) return;
    const entry = this.childWith(node, vertex);
    const { path, links } = this.evenPath(node, vertex);
    this.rebase(entry, vertex);
    for (let step = 1; step < links.length; step += 2) {
      const { x, y } = links[step]!;
      this.rebase(path[step]!, x);
      this.rebase(path[step + 1]!, y);
      this.mate[x] = y;
      this.mate[y] = x;
    }
    const first = this.children[node]!.indexOf(entry);
    this.children[node] = rotated(this.children[node]!, first);
    this.links[node] = rotated(this.links[node]!, first);
    this.base[node] = vertex;
  }

  private childWith(blossom: number, vertex: number): number {
    let node = vertex;
    while (this.parent[node] !== blossom) node = this.parent[node]!;
    return node;
  }
}

function rotated<T>(items: T[], first: number): T[] {
  return [...items.slice(first), ...items.slice(0, first)];
}
