import type { Feed } from '../model/match.js';
import { bestOfRound } from './best-of.js';
import { losersOf, neighbours, winnersOf, type BracketBuilder } from './bracket-builder.js';
import { dropOrders, dropped, type DropOrder } from './drop-order.js';

/**
 * Out after two defeats: who loses in the winners' bracket goes on in the losers' bracket, whose winner meets the
 * unbeaten one in the grand final.
 * @param sides those of the first round, top to bottom; a power of two, at least four
 */
export function doubleElimination(
  builder: BracketBuilder,
  sides: readonly Feed[],
  {
    grandFinal = 'reset',
    bestOf,
    drops = dropOrders,
  }: {
    grandFinal?: 'none' | 'single' | 'reset';
    bestOf?: number | readonly number[];
    drops?: readonly DropOrder[];
  },
): void {
  const rounds = Math.log2(sides.length);
  const losersRounds = 2 * (rounds - 1);

  const winners: number[][] = [];
  for (let round = 1, feeds: readonly Feed[] = sides; round <= rounds; round++) {
    // Nobody leaves from here, except that without a grand final the winner has won.
    const places: [number, number] = [1, 2];
    const common = { section: 'winners', round, bestOf: bestOfRound(bestOf, round), places } as const;
    const matches = neighbours(feeds).map((pair, index) => builder.add(common, index + 1, pair));
    winners.push(matches);
    feeds = winnersOf(matches);
  }

  const down = (round: number): Feed[] => dropped(losersOf(winners[round - 1] ?? []), drops[round - 1]);
  let survivors = down(1);
  for (let round = 1; round <= losersRounds; round++) {
    // Survivors meet each other in odd rounds, and those who lost one more round above in even ones.
    const pairs = round % 2 === 0 ? zip(down(round / 2 + 1), survivors) : neighbours(survivors);
    const places: [number, number] = [2, firstPlaceOut(rounds, round)];
    const common = { section: 'losers', round, bestOf: bestOfRound(bestOf, round), places } as const;
    survivors = winnersOf(pairs.map((pair, index) => builder.add(common, index + 1, pair)));
  }

  const [unbeaten] = winnersOf(winners.at(-1) ?? []);
  const [once] = survivors;
  if (grandFinal === 'none' || unbeaten === undefined || once === undefined) return;
  const last = { round: 1, bestOf: bestOfRound(bestOf, rounds + 1), places: [1, 2] as [number, number] };
  const final = builder.add({ ...last, section: 'final' }, 1, [unbeaten, once]);
  if (grandFinal === 'single') return;
  builder.add({ ...last, section: 'reset' }, 1, [
    { from: 'loser', match: final, onlyIf: 1 },
    { from: 'winner', match: final, onlyIf: 1 },
  ]);
}

/** Best place of those who lose in a round of the losers' bracket: everybody who loses later is before them. */
function firstPlaceOut(rounds: number, losersRound: number): number {
  let place = 3;
  for (let round = 2 * (rounds - 1); round > losersRound; round--) place += 2 ** (rounds - 1 - Math.ceil(round / 2));
  return place;
}

function zip<T>(first: readonly T[], second: readonly T[]): [T, T][] {
  return neighbours(first.flatMap((item, index) => [item, ...second.slice(index, index + 1)]));
}
