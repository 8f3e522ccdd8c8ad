import { EngineError } from '../errors.js';
import type { EntrantId, PointRules } from '../standings/game.js';
import { acceleration } from './acceleration.js';
import { historiesOf, sameScore, type SwissHistory } from './history.js';
import { perfectMatching } from './matching/perfect-matching.js';
import { pairCosts, type Placed } from './pair-cost.js';
import type { SwissInput, SwissPair, SwissRound } from './round.js';
import { seatPair } from './sides.js';

const chessPoints: PointRules = { win: 1, draw: 0.5, loss: 0 };

/**
 * Pairs a round. What always holds: nobody meets an opponent again or a forbidden one, everybody active is paired once,
 * and with an odd number one entrant who had none gets the bye: of the lowest score for which all others can be paired.
 * What is then minimised is listed at `pairCosts`; of equally good pairings the same input gives the same one.
 * The first round pairs the upper half of the seeds with the lower half.
 * @throws EngineError `no-complete-pairing` when there is no such pairing; `unknown-entrant`, `repeated-entrant`
 */
export function pairSwiss(input: SwissInput): SwissRound {
  const { entrants, games, forbidden = [], options = {} } = input;
  const round = input.round ?? games.reduce((last, game) => Math.max(last, game.round), 0) + 1;
  const rules = options.points ?? chessPoints;
  const bonus =
    options.acceleratedOver === undefined ? () => 0 : acceleration(entrants.length, options.acceleratedOver, rules.win);
  const histories = historiesOf(entrants, games, round, rules, bonus).filter((_item, seed) => entrants[seed]?.active);
  const placed = placeByScore(histories, (history) => history.points + bonus(history.seed, round));
  const apart = placesApart(placed, forbidden);
  const mate = match(placed, apart, options.balanceSides ?? false);
  if (mate === null) {
    throw new EngineError('no-complete-pairing', `Round ${round} cannot be paired without a rematch or a second bye.`);
  }
  const pairs: SwissPair[] = [];
  let bye: EntrantId | null = null;
  for (const [index, higher] of placed.entries()) {
    const other = mate[index] ?? -1;
    const lower = placed[other];
    if (lower === undefined) bye = higher.history.id;
    else if (index < other) pairs.push(pairOf(higher, lower));
  }
  return { round, pairs, bye };
}

/** @returns the partner's place for each place, past the end for the bye; null when there is no pairing */
function match(placed: readonly Placed[], apart: readonly number[][], balanceSides: boolean): Int32Array | null {
  if (placed.length % 2 === 0) return perfectMatching(pairCosts(placed, null, apart, balanceSides))?.mate ?? null;
  for (let group = placed.at(-1)?.group ?? -1; group >= 0; group -= 1) {
    const found = perfectMatching(pairCosts(placed, group, apart, balanceSides));
    if (found !== null) return found.mate;
  }
  return null;
}

/** Best score first, where it is the same in the order of the histories, which is that of the seeds. */
function placeByScore(histories: readonly SwissHistory[], score: (history: SwissHistory) => number): Placed[] {
  const sorted = histories.toSorted((a, b) => (sameScore(score(a), score(b)) ? 0 : score(b) - score(a)));
  const groups: SwissHistory[][] = [];
  for (const history of sorted) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && sameScore(score(last[0]), score(history))) last.push(history);
    else groups.push([history]);
  }
  return groups.flatMap((members, group) =>
    members.map((history, above) => ({
      history,
      group,
      groupSize: members.length,
      above,
      below: members.length - 1 - above,
    })),
  );
}

/** For each place, those it must not meet: earlier opponents, forbidden ones and itself. */
function placesApart(placed: readonly Placed[], forbidden: readonly [EntrantId, EntrantId][]): number[][] {
  const places = new Map(placed.map(({ history }, place) => [history.id, place]));
  const apart = placed.map(({ history }, place) => {
    const met = [...history.met].map((id) => places.get(id)).filter((other) => other !== undefined);
    return [place, ...met];
  });
  for (const [a, b] of forbidden) {
    const [placeA, placeB] = [places.get(a), places.get(b)];
    if (placeA === undefined || placeB === undefined) continue;
    apart[placeA]?.push(placeB);
    apart[placeB]?.push(placeA);
  }
  return apart;
}

function pairOf(higher: Placed, lower: Placed): SwissPair {
  const [first, second] = seatPair(higher.history, lower.history);
  return {
    sides: [first.id, second.id],
    scores: [first.points, second.points],
    float: lower.group - higher.group,
  };
}
