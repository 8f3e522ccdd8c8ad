import type { PerfectMatching } from '../../src/swiss/matching/perfect-matching.js';

/**
 * Checks a matching and its proof by the definition of linear programming duality, edge by edge.
 * @returns its cost
 */
export function expectOptimal(cost: readonly (readonly number[])[], found: PerfectMatching): number {
  const { mate, dual, parent, weight } = found;
  const blossomsAround = (vertex: number): number[] => {
    const around: number[] = [];
    for (let node = parent[vertex] ?? -1; node !== -1; node = parent[node] ?? -1) around.push(node);
    return around;
  };
  const around = cost.map((_row, vertex) => blossomsAround(vertex));
  let sum = 0;
  let leastSlack = Infinity;
  let slackOfPairs = 0;
  for (const [a, row] of cost.entries()) {
    for (const [b, value] of row.entries()) {
      if (a === b || value === Infinity) continue;
      let slack = value - (dual[a] ?? 0) - (dual[b] ?? 0);
      for (const node of around[a] ?? []) if (around[b]?.includes(node) === true) slack += weight[node] ?? 0;
      leastSlack = Math.min(leastSlack, slack);
      if (mate[a] === b) [sum, slackOfPairs] = [sum + value / 2, slackOfPairs + slack];
    }
  }
  const members = new Map<number, number[]>();
  for (const [vertex, nodes] of around.entries()) {
    for (const node of nodes) members.set(node, [...(members.get(node) ?? []), vertex]);
  }
  let leastWeight = 0;
  for (const [node, vertices] of members) {
    leastWeight = Math.min(leastWeight, weight[node] ?? 0);
    const outside = vertices.filter((vertex) => !vertices.includes(mate[vertex] ?? -1));
    if ((weight[node] ?? 0) > 0) expect(outside).toHaveLength(1);
  }
  expect([...mate].map((other, vertex) => mate[other] === vertex && cost[vertex]?.[other] !== Infinity)).not.toContain(
    false,
  );
  expect({ leastSlack: Math.min(leastSlack, 0), slackOfPairs, leastWeight }).toEqual({
    leastSlack: 0,
    slackOfPairs: 0,
    leastWeight: 0,
  });
  return sum;
}
