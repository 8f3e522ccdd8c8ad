import { EngineError } from '../errors.js';
import type { SeedCommand } from '../model/command.js';
import type { Draft } from './draft.js';
import type { Effects } from './effects.js';
import type { EntrantNumber } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import { planOf, requireNotStarted } from './started.js';

/** Settles seeds, or frees them again. */
export function lockSeeds(
  draft: Draft,
  { type, entrants }: Extract<SeedCommand, { type: 'lock-seeds' | 'unlock-seeds' }>,
): Effects {
  for (const number of entrants) draft.entrant(number);
  const locked = new Set(draft.head.lockedSeeds);
  for (const number of entrants) {
    if (type === 'lock-seeds') locked.add(number);
    else locked.delete(number);
  }
  if (entrants.some((number) => locked.has(number) !== draft.head.lockedSeeds.includes(number))) {
    draft.head = { ...draft.head, lockedSeeds: [...locked].sort((a, b) => a - b) };
  }
  return {};
}

/**
 * Seeds everybody anew, which draws the tournament again.
 * @throws EngineError `already-started`, `invalid-seeds`, `seeds-locked`
 */
export function redraw(draft: Draft, { order }: Extract<SeedCommand, { type: 'seed' }>): Effects {
  requireNotStarted(draft.state);
  const plan = planOf(draft.state);
  const entrants = order.map((number) => {
    const id = plan.entrants[number - 1];
    if (id === undefined) throw new EngineError('invalid-seeds', `There is no entrant ${number}.`);
    return id;
  });
  if (entrants.length !== plan.entrants.length || new Set(order).size !== order.length) {
    throw new EngineError('invalid-seeds', 'The order names every entrant once.');
  }
  const moved = draft.head.lockedSeeds.find((seed) => order[seed - 1] !== seed);
  if (moved !== undefined) throw new EngineError('seeds-locked', `The seed ${moved} is locked.`);
  if (order.every((number, at) => number === at + 1)) return {};
  return { redraw: { entrants, stages: plan.stages.map((stage) => renumbered(stage, order)) } };
}

/** What a plan says of entrants follows them to their new numbers. */
function renumbered(stage: StagePlan, order: readonly EntrantNumber[]): StagePlan {
  if (stage.format === 'swiss' && stage.forbidden !== undefined) {
    const seedOf = (number: EntrantNumber): EntrantNumber => order.indexOf(number) + 1;
    return { ...stage, forbidden: stage.forbidden.map(([one, other]) => [seedOf(one), seedOf(other)] as const) };
  }
  if (stage.format !== 'leaderboard' || stage.divisions === undefined) return stage;
  const { divisions } = stage;
  return { ...stage, divisions: order.map((number) => divisions[number - 1] ?? null) };
}
