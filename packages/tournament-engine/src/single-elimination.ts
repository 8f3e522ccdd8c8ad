import { EngineError } from './errors.js';
import type { Feed, Graph, MatchNode } from './graph.js';
import { seedOrder } from './seed-order.js';

/**
 * Knock-out of any size: padded to the next power of two with byes, which fall to the top seeds.
 * O(entrants) in time and memory.
 */
export function singleElimination(entrants: number): Graph {
  if (!Number.isSafeInteger(entrants) || entrants < 2) {
    throw new EngineError('too-few-entrants', 'A bracket needs at least two entrants.');
  }
  const rounds = Math.ceil(Math.log2(entrants));
  const matches: MatchNode[] = [];
  let feeds = seedOrder(2 ** rounds).map((seed): Feed => (seed <= entrants ? { from: 'seed', seed } : { from: 'bye' }));
  for (let round = 1; round <= rounds; round++) feeds = addRound(matches, round, feeds);
  return { entrants, rounds, matches };
}

/** Pairs neighbours. @returns the feeds of the round after it */
function addRound(matches: MatchNode[], round: number, feeds: Feed[]): Feed[] {
  const first = matches.length;
  const count = feeds.length / 2;
  for (let index = 0; index < count; index++) {
    const [upper, lower] = [feeds[2 * index], feeds[2 * index + 1]];
    if (upper === undefined || lower === undefined) throw new RangeError('a round needs an even number of sides');
    const next = { match: first + count + Math.floor(index / 2), side: index % 2 === 0 ? (0 as const) : (1 as const) };
    matches.push({
      id: first + index,
      round,
      number: index + 1,
      feeds: [upper, lower],
      winnerTo: count === 1 ? null : next,
    });
  }
  return Array.from({ length: count }, (_item, index) => ({ from: 'winner', match: first + index }));
}
