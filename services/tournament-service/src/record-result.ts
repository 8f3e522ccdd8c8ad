import type { NewEvent, Transaction } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { decide } from './domain/result.js';
import { categoryCompletedEvent, completedEvent, finishedEvent } from './events/tournaments.js';
import { logged, type LogDraft } from './log.js';
import { listCategories, type CategoryRow } from './store/categories.js';
import { countPoints } from './store/leaderboard.js';
import { findWithNext, hasOpenFinal, setParticipant, setResult, type MatchRow } from './store/matches.js';
import { findParticipants, type ParticipantRow } from './store/participants.js';
import { setStatus, type TournamentRow } from './store/tournaments.js';

export interface Recorded {
  match: MatchRow;
  /** The two who played. */
  sides: ParticipantRow[];
  events: NewEvent[];
  log: LogDraft[];
}

/** Enters a result in a tournament that is locked. The one that is there already changes nothing and tells nobody. */
export async function recordResult(
  tx: Transaction,
  tournament: TournamentRow,
  matchId: number,
  result: { winner_id: number; score?: string | undefined },
): Promise<Recorded> {
  const rows = await findWithNext(tx, tournament.id, matchId);
  const [before] = rows;
  if (before === undefined) throw notFound('There is no such match.', 'match-not-found');
  const moves = decide(rows, matchId, result.winner_id);
  const sides = await findParticipants(tx, tournament.id, idsOf(before));
  // A new winner without a score leaves none behind; the same winner keeps it.
  const score = result.score ?? (moves === undefined ? before.score : null);
  if (moves === undefined && score === before.score) return { match: before, sides, events: [], log: [] };

  const match = { ...before, winner_id: result.winner_id, score };
  await setResult(tx, matchId, match);
  if (moves !== undefined) await countPoints(tx, tournament.id, idsOf(match));
  for (const move of moves ?? []) await setParticipant(tx, move.match_id, move.side, move.participant_id);
  const isFinal = match.next_match_id === null;
  const isOver = isFinal && !(await isOpen(tx, tournament.id));
  if (isOver) await setStatus(tx, tournament.id, 'completed');

  const winner = sides.find((side) => side.id === result.winner_id);
  const loser = sides.find((side) => side.id !== result.winner_id);
  if (winner === undefined || loser === undefined) throw new Error(`match ${matchId} names unknown participants`);
  const finished = finishedEvent(tournament, { match, winner, loser, corrected: before.winner_id !== null });
  const hasChampion = isFinal && moves !== undefined;
  const category = hasChampion ? await categoryOf(tx, match) : undefined;
  const log = logged(
    'result.recorded',
    { match_id: matchId, winner_id: winner.id, score },
    { matches: [matchId], participants: idsOf(match) },
  );
  return {
    match,
    sides,
    events: [
      finished,
      ...(category === undefined ? [] : [categoryCompletedEvent(tournament, category, winner)]),
      ...(hasChampion && isOver ? [completedEvent(tournament, winner)] : []),
    ],
    log: [log],
  };
}

/** A category that is not drawn yet will have its final. */
async function isOpen(tx: Transaction, tournamentId: number): Promise<boolean> {
  if (await hasOpenFinal(tx, tournamentId)) return true;
  return (await listCategories(tx, tournamentId)).some(
    (category) => !category.is_drawn && category.participant_count > 1,
  );
}

async function categoryOf(tx: Transaction, match: MatchRow): Promise<CategoryRow | undefined> {
  if (match.category_id === null) return undefined;
  return (await listCategories(tx, match.tournament_id)).find(({ id }) => id === match.category_id);
}

function idsOf({ participant1_id, participant2_id }: MatchRow): number[] {
  return [participant1_id, participant2_id].filter((id) => id !== null);
}
