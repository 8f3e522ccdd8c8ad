import {
  otherSide,
  type Decision,
  type EntrantNumber,
  type Match,
  type Occupant,
  type Side,
  type Target,
} from '../model/match.js';
import type { Absence } from '../model/state.js';

/**
 * How a match ends, from its sides, its result and who has left. A result stands when somebody leaves later; without
 * one, whoever is still there wins.
 */
export function decisionOf(match: Match, absenceOf: (entrant: EntrantNumber) => Absence | null): Decision {
  const [first, second] = match.sides;
  if (first === null || second === null) return null;
  if (first === 'bye') return second === 'bye' ? 'none' : 1;
  if (second === 'bye') return 0;
  const absences = [absenceOf(first), absenceOf(second)];
  if (absences.some((absence) => absence?.earlier === 'annul' && isUnfinished(absence, match.table))) return 'none';
  const entered = enteredDecision(match);
  if (entered !== null) return entered;
  const [firstGone, secondGone] = absences.map((absence) => absence !== null);
  if (firstGone === true) return secondGone === true ? 'none' : 1;
  return secondGone === true ? 0 : null;
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

/** Who goes where because of a match. */
export function outputsOf(match: Match): [Target, Occupant][] {
  const outputs: [Target | null, Occupant][] = [
    [match.winnerTo, winnerOf(match)],
    [match.loserTo, loserOf(match)],
  ];
  return outputs.flatMap(([target, occupant]): [Target, Occupant][] =>
    target === null ? [] : [[target, throughCondition(match, target, occupant)]],
  );
}

/** Nobody goes to a match that this decision makes needless. */
function throughCondition({ decision }: Match, target: Target, occupant: Occupant): Occupant {
  const onlyIf: Side | undefined = target.to === 'side' ? target.onlyIf : undefined;
  return onlyIf === undefined || decision === null || decision === onlyIf ? occupant : 'bye';
}
