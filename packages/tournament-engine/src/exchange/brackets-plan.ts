import { isDropOrder, dropped, dropOrders, type DropOrder } from '../formats/drop-order.js';
import { seedOrder } from '../formats/seed-order.js';
import type { FirstSides, Plan, StagePlan } from '../model/plan.js';
import type { BracketsId, BracketsOpponent } from './brackets-model.js';
import { bracketsError } from './brackets-place.js';
import { roundOf, type BracketsView } from './brackets-view.js';

/**
 * The plan that draws a stage of a model: entrants by their ids in the order of their seeds.
 * @throws EngineError `invalid-brackets-model` when the engine has no such format
 */
export function planOfView(view: BracketsView): Plan {
  if (view.stage.type === 'round_robin') return roundRobinPlan(view);
  const { settings } = view.stage;
  const first = roundOf(view, 1, 1);
  const opponents = first.flatMap(({ opponent1, opponent2 }) => [opponent1, opponent2]);
  if (first.length < 1 || !Number.isInteger(Math.log2(first.length))) {
    throw bracketsError('The matches of the first round are no power of two.');
  }
  const { entrants, numberOf } = inSeedOrder(opponents);
  const sides = opponents.map((opponent) => (opponent === null ? null : numberOf(opponent)));
  const common = { ...sidesOf(sides, entrants.length), bestOf: bestOfRounds(view) };
  if (view.stage.type === 'single_elimination') {
    const placement = settings.consolationFinal === true && sides.length > 2 ? 'third' : 'none';
    return { entrants, stages: [{ format: 'single-elimination', placement, ...common }] };
  }
  if (settings.skipFirstRound === true) throw bracketsError('stage.settings.skipFirstRound is not supported.');
  if (settings.consolationFinal === true) {
    throw bracketsError('stage.settings.consolationFinal is not supported in a double elimination.');
  }
  const drops = dropsOf(view, Math.log2(sides.length));
  const grandFinal = { none: 'none', simple: 'single', double: 'reset' } as const;
  const final = grandFinal[settings.grandFinal ?? 'none'];
  return {
    entrants,
    stages: [{ format: 'double-elimination', grandFinal: final, ...(drops !== undefined && { drops }), ...common }],
  };
}

type Known = BracketsOpponent & { id: BracketsId };

/** Participants by `position`, or in the order in which they appear where one is missing. */
function inSeedOrder(opponents: readonly (BracketsOpponent | null)[]): {
  entrants: BracketsId[];
  numberOf: (opponent: BracketsOpponent | null) => number;
} {
  const seen = new Map<BracketsId, Known>();
  for (const opponent of opponents) {
    if (opponent === null) continue;
    const { id } = opponent;
    if (id === null) throw bracketsError('The seeds are not known yet: a side of the first round has no participant.');
    if (!seen.has(id)) seen.set(id, { ...opponent, id });
  }
  const known = [...seen.values()];
  if (known.every(({ position }) => position !== undefined)) {
    known.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }
  const numbers = new Map(known.map(({ id }, at) => [id, at + 1]));
  return {
    entrants: known.map(({ id }) => id),
    numberOf: (opponent) => numbers.get(opponent?.id ?? '') ?? 0,
  };
}

/** Nothing where the engine would seat everybody so itself. */
function sidesOf(sides: readonly (number | null)[], entrants: number): { sides?: FirstSides } {
  const usual = seedOrder(2 ** Math.ceil(Math.log2(Math.max(entrants, 2))));
  const isUsual =
    sides.length === usual.length && sides.every((seed, at) => (seed ?? Infinity) === usualSeed(usual[at], entrants));
  return isUsual ? {} : { sides: [...sides] };
}

function usualSeed(seed: number | undefined, entrants: number): number {
  return seed === undefined || seed > entrants ? Infinity : seed;
}

/** Best of how many games each round is, which has to be the same in all groups. */
function bestOfRounds(view: BracketsView): number | number[] {
  const rounds: number[] = [];
  const upper = view.groups.get(1)?.size ?? 0;
  const isDouble = view.stage.type === 'double_elimination';
  for (const [group, matchesOf] of view.groups) {
    for (const [round, matches] of matchesOf) {
      // The grand final counts as the round after the winners' bracket, and so does its second match.
      const at = isDouble && group === 3 ? upper : round - 1;
      for (const match of matches) {
        const bestOf = Math.max(match.child_count, 1);
        if ((rounds[at] ?? bestOf) !== bestOf) {
          throw bracketsError(`${view.pathOf(match)}.child_count differs from others of the same round.`);
        }
        rounds[at] = bestOf;
      }
    }
  }
  const [first = 1] = rounds;
  return rounds.every((bestOf) => bestOf === first) ? first : rounds;
}

/** The orders in which losers come down, by the matches they come from; undefined when they are the usual ones. */
function dropsOf(view: BracketsView, rounds: number): DropOrder[] | undefined {
  const drops: DropOrder[] = [];
  for (let round = 1; round <= rounds; round++) {
    const losers = roundOf(view, 1, round).map(({ number }) => number);
    if (losers.length !== 2 ** (rounds - round)) throw bracketsError(`Matches of round ${round} are missing.`);
    const lower = roundOf(view, 2, round === 1 ? 1 : 2 * round - 2);
    const slots = lower.flatMap(({ opponent1, opponent2 }) => (round === 1 ? [opponent1, opponent2] : [opponent1]));
    const from = slots.map((opponent) => opponent?.position);
    const fits = (order: DropOrder): boolean => {
      const numbers = losers.length < 2 ? losers : dropped(losers, order);
      return from.every((number, at) => number === undefined || number === numbers[at]);
    };
    const said = (view.stage.settings.seedOrdering?.[round] ?? '').replaceAll('_', '-');
    const usual = dropOrders[round - 1] ?? 'natural';
    const others = ['natural', 'reverse', 'half-shift', 'reverse-half-shift', 'pair-flip'] as const;
    const found = [...(isDropOrder(said) ? [said] : []), usual, ...others].find(fits);
    if (found === undefined) throw bracketsError(`The losers of round ${round} come down in no order that is known.`);
    drops.push(losers.length < 2 ? usual : found);
  }
  return drops.every((order, at) => order === (dropOrders[at] ?? 'natural')) ? undefined : drops;
}

function roundRobinPlan(view: BracketsView): Plan {
  const { entrants, numberOf } = inSeedOrder(
    [...view.groups.values()].flatMap((rounds) =>
      [...rounds.values()].flatMap((matches) => matches.flatMap(({ opponent1, opponent2 }) => [opponent1, opponent2])),
    ),
  );
  const inOrder = <T>(numbered: Map<number, T>): T[] =>
    [...numbered].sort((a, b) => a[0] - b[0]).map(([, item]) => item);
  const fixtures = inOrder(view.groups).map((rounds) =>
    inOrder(rounds).map((matches) =>
      matches.map(({ opponent1, opponent2 }) => [numberOf(opponent1), numberOf(opponent2)] as const),
    ),
  );
  const meetings = view.stage.settings.roundRobinMode === 'double' ? 2 : 1;
  const stage: StagePlan = { format: 'round-robin', meetings, draws: true, fixtures, bestOf: bestOfRounds(view) };
  return { entrants, stages: [stage] };
}
