import type { Feed, Section } from '../model/match.js';
import { bestOfRound } from './best-of.js';
import { losersOf, neighbours, winnersOf, type BracketBuilder } from './bracket-builder.js';

/**
 * Knock-out of any size.
 * @param sides those of the first round, top to bottom; a power of two
 */
export function singleElimination(
  builder: BracketBuilder,
  sides: readonly Feed[],
  { placement = 'none', bestOf }: { placement?: 'none' | 'third' | 'all'; bestOf?: number | readonly number[] },
): void {
  const rounds = knockOut(builder, sides, { section: 'main', bestPlace: 1, bestOf });
  const losers = rounds.map(losersOf);
  // The losers of a round play for the places below those of the next one; the final's loser has nobody to play.
  for (const [at, feeds] of losers.entries()) {
    const isSemiFinal = at === losers.length - 2;
    if (placement === 'all' || (placement === 'third' && isSemiFinal))
      playForPlaces(builder, feeds, feeds.length + 1, bestOf);
  }
}

/** Everybody plays on until each place is decided. */
function playForPlaces(
  builder: BracketBuilder,
  sides: readonly Feed[],
  bestPlace: number,
  bestOf: number | readonly number[] | undefined,
): void {
  const rounds = knockOut(builder, sides, { section: `places-${bestPlace}`, bestPlace, bestOf });
  for (const losers of rounds.map(losersOf)) {
    playForPlaces(builder, losers, bestPlace + losers.length, bestOf);
  }
}

/** @returns the matches of each round */
function knockOut(
  builder: BracketBuilder,
  sides: readonly Feed[],
  {
    section,
    bestPlace,
    bestOf,
  }: { section: Section; bestPlace: number; bestOf: number | readonly number[] | undefined },
): number[][] {
  const rounds: number[][] = [];
  for (let feeds = sides, round = 1; feeds.length > 1; round++) {
    const pairs = neighbours(feeds);
    const places: [number, number] = [bestPlace, bestPlace + pairs.length];
    const common = { section, round, bestOf: bestOfRound(bestOf, round), places };
    const matches = pairs.map((pair, index) => builder.add(common, index + 1, pair));
    rounds.push(matches);
    feeds = winnersOf(matches);
  }
  return rounds;
}
