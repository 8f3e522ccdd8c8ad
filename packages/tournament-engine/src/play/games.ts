import type { Match } from '../model/match.js';
import type { Table } from '../model/stage.js';
import type { Entrant, State } from '../model/state.js';
import { getAt, itemsOf } from '../model/vector.js';
import type { EntrantId, Game } from '../standings/game.js';
import { isAnnulled } from './outcome.js';
import { idsIn, type Store } from './store.js';

/** The matches of a table that count, as standings see them; entrants by their numbers. */
export function gamesOf(store: Pick<Store, 'match' | 'entrant'>, { id, ranges }: Pick<Table, 'id' | 'ranges'>): Game[] {
  const counts = (entrant: number): boolean => !isAnnulled(store.entrant(entrant).absence, id);
  return [...idsIn(ranges)].flatMap((match) => gameOf(store.match(match), counts));
}

/**
 * Every match that two entrants have decided, in brackets too and without those that were annulled, as ratings see it;
 * entrants by their ids.
 * O(matches).
 * @param period the round of all of them: a tournament is rated as a whole, see `replayElo`
 */
export function decidedGames(state: State, period = 1): Game[] {
  const entrantOf = (side: EntrantId): Entrant => getAt(state.entrants, Number(side) - 1);
  const games: Game[] = [];
  for (const match of itemsOf(state.matches)) {
    const counts = (entrant: number): boolean => !isAnnulled(entrantOf(entrant).absence, match.table);
    for (const game of gameOf(match, counts)) {
      const [first, second] = game.sides;
      if (second === null) continue;
      games.push({ ...game, round: period, sides: [entrantOf(first).id, entrantOf(second).id] });
    }
  }
  return games;
}

function gameOf(match: Match, counts: (entrant: number) => boolean): Game[] {
  const { id, round, decision, result } = match;
  const [first, second] = match.sides;
  if (decision === null || typeof first !== 'number' || second === null) return [];
  if (second === 'bye') {
    // Only a pairing gives byes; a place that nobody took is no game.
    return match.feeds[1].from === 'bye' ? [{ id, round, sides: [first, null], outcome: 'first', kind: 'bye' }] : [];
  }
  if (!counts(first) || !counts(second)) return [];
  const outcome = decision === 0 ? 'first' : decision === 1 ? 'second' : decision;
  const sides: [number, number] = [first, second];
  if (result?.kind !== 'played' || result.decision === null) return [{ id, round, sides, outcome, kind: 'walkover' }];
  const { score, games } = result;
  const total = (side: 0 | 1): number => games.reduce((sum, game) => sum + game[side], 0);
  return [
    {
      id,
      round,
      sides,
      outcome,
      kind: 'played',
      ...(score !== null && { score }),
      ...(games.length > 0 && { points: [total(0), total(1)] }),
    },
  ];
}
