import type { NewEvent, Transaction } from '@gym/service-kit';
import { categoryCompletedEvent, completedEvent } from '../events/tournaments.js';
import { listCategories } from '../store/categories.js';
import { listDraws } from '../store/draws.js';
import { peopleById } from '../store/participants.js';
import { queueRating } from '../store/ratings.js';
import { listRanks, replaceRanks } from '../store/ranks.js';
import { setStatus, type TournamentRow } from '../store/tournaments.js';
import { ranksOf } from './ranks.js';
import type { Step } from './settle.js';

/**
 * Keeps the final ranks of a draw while it is over, and the status of the tournament: completed when all draws are, and
 * running again when a correction opens one.
 * @returns titles: those who have become the first or are it no longer
 */
export async function settleCompletion(
  tx: Transaction,
  tournament: TournamentRow,
  { before, after }: Pick<Step, 'before' | 'after'>,
): Promise<{ events: NewEvent[]; titles: number[] }> {
  const wasOver = before.row.is_completed;
  const isOver = after.row.is_completed;
  if (!wasOver && !isOver) return { events: [], titles: [] };
  const old = wasOver ? await listRanks(tx, after.row.id) : [];
  const ranks = isOver ? ranksOf(after.state) : [];
  await replaceRanks(tx, after.row, ranks);
  await queueRating(tx, after.row.id);
  const firstsOf = (rows: typeof ranks): number[] =>
    rows.flatMap((row) => (row.rank === 1 ? [row.participant_id] : []));
  const [losing, winning] = [firstsOf(old), firstsOf(ranks)];
  const isSame = losing.toSorted(byNumber).join() === winning.toSorted(byNumber).join();
  const titles = isSame ? [] : [...losing, ...winning];
  if (!isOver) {
    await setStatus(tx, tournament.id, 'active');
    return { events: [], titles };
  }
  const allOver = !(await isAnythingOpen(tx, tournament.id));
  if (allOver && !wasOver) await setStatus(tx, tournament.id, 'completed');
  if (isSame) return { events: [], titles };
  return { events: await winnersTold(tx, tournament, after.row.category_id, winning, allOver), titles };
}

const byNumber = (a: number, b: number): number => a - b;

/** A category that is not drawn yet will have its winner too. */
async function isAnythingOpen(tx: Transaction, tournamentId: number): Promise<boolean> {
  if ((await listDraws(tx, tournamentId)).some((draw) => !draw.is_completed)) return true;
  return (await listCategories(tx, tournamentId)).some(
    (category) => !category.is_drawn && category.participant_count > 1,
  );
}

async function winnersTold(
  tx: Transaction,
  tournament: TournamentRow,
  categoryId: number | null,
  firsts: number[],
  isTournamentOver: boolean,
): Promise<NewEvent[]> {
  const people = await peopleById(tx, tournament.id, firsts);
  // By seed, as everywhere where several share a place.
  const winners = firsts.flatMap((id) => people.get(id) ?? []);
  if (winners.length === 0) return [];
  const categories = categoryId === null ? [] : await listCategories(tx, tournament.id);
  const category = categories.find(({ id }) => id === categoryId);
  return [
    ...(category === undefined ? [] : [categoryCompletedEvent(tournament, category, winners)]),
    ...(isTournamentOver ? [completedEvent(tournament, winners)] : []),
  ];
}
