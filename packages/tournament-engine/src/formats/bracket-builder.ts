import type { Feed, Match, Section, Side, Target } from '../model/match.js';

/** What the matches of a round have in common. */
export interface Round {
  section: Section;
  round: number;
  /** Best of so many games. */
  bestOf: number;
  places?: [number, number];
  table?: number;
}

/**
 * Collects the matches of a stage. Sides are given as feeds; where winners and losers go follows from them.
 * Invariant: a match has a higher id than every match of its stage that feeds it.
 */
export class BracketBuilder {
  readonly matches: Match[] = [];
  readonly #stage: number;
  readonly #firstId: number;

  constructor(stage: number, firstId: number) {
    this.#stage = stage;
    this.#firstId = firstId;
  }

  /**
   * @param number of the match within its round, from 1
   * @returns the id of the match
   */
  add({ section, round, bestOf, places, table }: Round, number: number, feeds: readonly [Feed, Feed]): number {
    const id = this.#firstId + this.matches.length;
    this.matches.push({
      id,
      stage: this.#stage,
      table: table ?? null,
      section,
      round,
      number,
      bestOf,
      feeds: [feeds[0], feeds[1]],
      winnerTo: null,
      loserTo: null,
      places: places ?? null,
      result: null,
      sides: [null, null],
      decision: null,
    });
    this.#connect(feeds[0], id, 0);
    this.#connect(feeds[1], id, 1);
    return id;
  }

  #connect(feed: Feed, match: number, side: Side): void {
    if (feed.from !== 'winner' && feed.from !== 'loser') return;
    const feeder = this.matches[feed.match - this.#firstId];
    if (feeder === undefined)
      throw new RangeError(`match ${match} is fed by match ${feed.match}, which is not there yet`);
    const target: Target = { to: 'side', match, side, ...(feed.onlyIf !== undefined && { onlyIf: feed.onlyIf }) };
    if (feed.from === 'winner') feeder.winnerTo = target;
    else feeder.loserTo = target;
  }
}

/** The winners of matches, in their order. */
export function winnersOf(matches: readonly number[]): Feed[] {
  return matches.map((match) => ({ from: 'winner', match }));
}

/** The losers of matches, in their order. */
export function losersOf(matches: readonly number[]): Feed[] {
  return matches.map((match) => ({ from: 'loser', match }));
}

/** Neighbours, top to bottom. @throws RangeError for an odd count */
export function neighbours<T>(items: readonly T[]): [T, T][] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_pair, index) => {
    const [first, second] = [items[2 * index], items[2 * index + 1]];
    if (first === undefined || second === undefined) throw new RangeError('an odd count has no neighbours');
    return [first, second];
  });
}
