import { EngineError } from '../errors.js';
import type { EntrantCommand } from '../model/command.js';
import type { EntrantNumber } from '../model/match.js';
import type { Absence } from '../model/state.js';
import { itemsOf } from '../model/vector.js';
import type { EntrantId } from '../standings/game.js';
import type { Draft } from './draft.js';
import type { Effects } from './effects.js';

/** Loses every match that is not decided, now and later. What was played before stands, or is annulled in tables. */
export function leave(draft: Draft, command: Extract<EntrantCommand, { type: 'withdraw' | 'disqualify' }>): Effects {
  const entrant = draft.entrant(command.entrant);
  const reason = command.type === 'withdraw' ? 'withdrawn' : 'disqualified';
  const earlier = command.earlier ?? 'keep';
  if (entrant.absence?.reason === reason && entrant.absence.earlier === earlier) return {};
  const tables = entrant.absence?.tables ?? openTables(draft, entrant.number);
  return setAbsence(draft, entrant.number, { reason, earlier, tables });
}

/** Takes part again: what was lost by being away is open again. */
export function reinstate(draft: Draft, command: Extract<EntrantCommand, { type: 'reinstate' }>): Effects {
  const { number, absence } = draft.entrant(command.entrant);
  return absence === null ? {} : setAbsence(draft, number, null);
}

function setAbsence(draft: Draft, number: EntrantNumber, absence: Absence | null): Effects {
  const entrant = draft.entrant(number);
  draft.putEntrant({ ...entrant, absence });
  return {
    matches: matchesOf(draft, number),
    scores: scoresOf(draft, number),
    tables: [...(absence?.tables ?? []), ...(entrant.absence?.tables ?? [])],
  };
}

/**
 * Somebody else plays in the place of an entrant who has played nothing yet.
 * @throws EngineError `already-started`, `entrant-taken`
 */
export function substitute(
  draft: Draft,
  { entrant: number, id }: Extract<EntrantCommand, { type: 'substitute' }>,
): Effects {
  const entrant = draft.entrant(number);
  if (entrant.id === id) return {};
  if (
    matchesOf(draft, number).some((match) => draft.match(match).result !== null) ||
    scoresOf(draft, number).some((score) => draft.score(score).mark !== null)
  ) {
    throw new EngineError('already-started', `Entrant ${number} has played already.`);
  }
  requireNew(draft, id);
  draft.putEntrant({ ...entrant, id });
  return {};
}

/** @throws EngineError `entrant-taken` */
export function requireNew({ state }: Draft, id: EntrantId): void {
  for (const entrant of itemsOf(state.entrants)) {
    if (entrant.id === id) throw new EngineError('entrant-taken', `The entrant ${id} is in the tournament already.`);
  }
}

/** Where an entrant is at a side. O(matches). */
function matchesOf({ state }: Draft, entrant: EntrantNumber): number[] {
  return [...itemsOf(state.matches)].flatMap(({ id, sides }) => (sides.includes(entrant) ? [id] : []));
}

/** O(scores). */
function scoresOf({ state }: Draft, entrant: EntrantNumber): number[] {
  return [...itemsOf(state.scores)].flatMap((score) => (score.entrant === entrant ? [score.id] : []));
}

function openTables({ state }: Draft, entrant: EntrantNumber): number[] {
  return [...itemsOf(state.tables)].flatMap(({ id, kind, members, order }) =>
    kind === 'group' && order === null && members.includes(entrant) ? [id] : [],
  );
}
