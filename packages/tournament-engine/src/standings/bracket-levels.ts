import type { EntrantNumber, Match, Occupant, Side, Target } from '../model/match.js';
import { statusOf } from '../model/match.js';
import type { Stage } from '../model/stage.js';
import { loserOf, winnerOf } from '../play/outcome.js';
import { idsIn, type Store } from '../play/store.js';
import type { Levels } from './levels.js';

/** Levels in a bracket are the best places in a full one that the last match leaves open. */
export function bracketLevels(store: Store, { ranges }: Stage): Levels {
  const field = new Set<EntrantNumber>();
  const placed = new Map<EntrantNumber, number>();
  const expected: number[] = [];
  const end = (occupant: Occupant, level: number): void => {
    if (typeof occupant === 'number') placed.set(occupant, level);
  };
  for (const id of idsIn(ranges)) {
    const match = store.match(id);
    for (const occupant of match.sides) if (typeof occupant === 'number') field.add(occupant);
    const [winners, losers] = match.places ?? [1, 2];
    if (match.decision === null) {
      if (match.winnerTo === null) expected.push(winners);
      if (match.loserTo === null && statusOf(match) !== 'bye') expected.push(losers);
    } else if (match.decision === 'none') {
      for (const occupant of match.sides) end(occupant, levelOfDefeat(store, match));
    } else {
      if (goesNowhere(match.winnerTo, match.decision)) end(winnerOf(match), winners);
      if (goesNowhere(match.loserTo, match.decision)) end(loserOf(match), losers);
    }
  }
  return { field, placed, expected };
}

function goesNowhere(target: Target | null, decision: Match['decision']): boolean {
  const onlyIf: Side | undefined = target?.to === 'side' ? target.onlyIf : undefined;
  return target === null || (onlyIf !== undefined && onlyIf !== decision);
}

/** Where those end who lose here and everywhere they would go. */
function levelOfDefeat(store: Store, match: Match): number {
  let last = match;
  while (last.loserTo?.to === 'side') last = store.match(last.loserTo.match);
  return last.places?.[1] ?? 2;
}
