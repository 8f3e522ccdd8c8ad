import { otherSide, type Decision, type Match, type Occupant, type Side, type Target } from '../model/match.js';
import type { Absence } from '../model/state.js';
import type { Store } from './store.js';

/**
 * How a match ends, from its sides, its result and who has left. A result stands when somebody leaves later; without
 * one, whoever is still there wins.
 */
export function decisionOf(match: Match, store: Pick<Store, 'entrant'>): Decision {
  const [first, second] = match.sides;
  if (first === null || second === null) return null;
  if (first === 'bye') return second === 'bye' ? 'none' : 1;
  if (second === 'bye') return 0;
  const [one, other] = [store.entrant(first).absence, store.entrant(second).absence];
  if (isAnnulled(one, match.table) || isAnnulled(other, match.table)) return 'none';
  const entered = enteredDecision(match);
  if (entered !== null) return entered;
  if (one !== null) return other !== null ? 'none' : 1;
  return other !== null ? 0 : null;
}

/** Nobody gets anything for a match of the table. */
export function isAnnulled(absence: Absence | null, table: number | null): boolean {
  return absence?.earlier === 'annul' && isUnfinished(absence, table);
}

/** Somebody left before this table was over. */
export function isUnfinished(absence: Absence, table: number | null): boolean {
  return table !== null && absence.tables.includes(table);
}

function enteredDecision({ result }: Match): Decision {
  switch (result?.kind) {
    case 'played':
      return result.decision;
    case 'walkover':
      return result.winner;
    case 'no-show':
      return 'none';
    case undefined:
    default:
      return null;
  }
}

export function winnerOf({ sides, decision }: Match): Occupant {
  if (decision === null) return null;
  return decision === 0 || decision === 1 ? sides[decision] : 'bye';
}

export function loserOf({ sides, decision }: Match): Occupant {
  if (decision === 0 || decision === 1) return sides[otherSide(decision)];
  if (decision !== null) return 'bye';
  // Nobody can lose against nobody, whoever else comes.
  return sides.includes('bye') ? 'bye' : null;
}

/** Nobody goes to a match that this decision makes needless. */
export function throughCondition({ decision }: Match, target: Target, occupant: Occupant): Occupant {
  const onlyIf: Side | undefined = target.to === 'side' ? target.onlyIf : undefined;
  return onlyIf === undefined || decision === null || decision === onlyIf ? occupant : 'bye';
}
